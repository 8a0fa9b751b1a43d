import type { UnitPage, UnitPosition } from '#contracts';
import { invalidInput } from './api-error.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NUMBER = /^\d{1,9}$/;
const START: UnitPosition = { orderId: '00000000-0000-0000-0000-000000000000', line: 0, ordinal: 0 };
const LIMIT = { usual: 5_000, most: 50_000 };

/** Reads the query parameters of a paged extract. @throws ApiError that names every parameter that cannot be read. */
export function pageAsked(after: unknown, limit: unknown): UnitPage {
  const position = after === undefined || after === '' ? START : positionIn(after);
  const most = limit === undefined ? LIMIT.usual : limitIn(limit);
  const faults: string[] = [];
  if (!position) faults.push('after must be <orderId>,<line>,<ordinal>, as an earlier page said in next');
  if (!most) faults.push(`limit must be a whole number from 1 to ${LIMIT.most}`);
  if (!position || !most) throw invalidInput(faults);
  return { after: position, limit: most };
}

/** What to ask for `after` this page; null when it was the last. */
export function nextAfter(rows: readonly UnitPosition[], { limit }: UnitPage): string | null {
  const last = rows.at(-1);
  return last && rows.length === limit ? `${last.orderId},${last.line},${last.ordinal}` : null;
}

/** Reads the order that somebody asked for. @throws ApiError */
export function orderIdAsked(orderId: unknown): string {
  if (typeof orderId !== 'string' || !UUID.test(orderId)) {
    throw invalidInput(['orderId must be a UUID in lower case']);
  }
  return orderId;
}

// A parameter given twice comes as a list.
function positionIn(text: unknown): UnitPosition | undefined {
  if (typeof text !== 'string') return undefined;
  const [orderId = '', line = '', ordinal = '', ...more] = text.split(',');
  if (!UUID.test(orderId) || !NUMBER.test(line) || !NUMBER.test(ordinal) || more.length > 0) return undefined;
  return { orderId, line: Number(line), ordinal: Number(ordinal) };
}

function limitIn(text: unknown): number | undefined {
  const limit = Number(text);
  return typeof text === 'string' && NUMBER.test(text) && limit >= 1 && limit <= LIMIT.most
    ? limit
    : undefined;
}
