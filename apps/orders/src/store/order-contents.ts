import type { Instant } from '#contracts';
import { joinContent, partContent } from '../domain/buyer-data.js';
import type { KeptContent } from '../domain/buyer-data.js';
import type { BuyerKeys, Place } from './buyer-keys.js';

/** What was asked for, as it lies in order_request: what is the buyer's is sealed. */
export interface ContentRow {
  order_id: string;
  seller_id: string;
  content: object;
  sealed: Buffer | null;
  is_update: boolean;
  erased_at: Instant | null;
}

/** Columns of order_request: what was asked for first, which O-1 compares with. */
export const CONTENT_ASKED = 'content, sealed, false as is_update, erased_at';
/** Columns of order_request: what is asked for since the last update. */
export const CONTENT_NOW = `coalesce(updated, content) as content,
  case when updated is null then sealed else updated_sealed end as sealed, updated is not null as is_update, erased_at`;

/** Puts together what was asked for. */
export function openContent(row: ContentRow, keys: BuyerKeys): KeptContent {
  const { order_id: orderId, seller_id: sellerId, content: clear, sealed, is_update: isUpdate } = row;
  const place: Place = { sellerId, orderId, part: isUpdate ? 'updated' : 'asked' };
  const buyer = sealed === null ? undefined : keys.open(place, sealed);
  return { content: joinContent({ clear, buyer }), isErased: row.erased_at !== null };
}

/** What was asked for as it is kept: what names nobody as JSON, the rest sealed, if there is any. */
export function sealContent(
  place: Place,
  content: object,
  keys: BuyerKeys,
): { clear: string; sealed: Buffer | undefined } {
  const { clear, buyer } = partContent(content);
  return { clear: JSON.stringify(clear), sealed: buyer && keys.seal(place, buyer) };
}
