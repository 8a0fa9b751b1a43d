import { toInstant } from '#contracts';
import { Text, Timestamp } from '#runtime';
import type { Fault } from '#runtime';
import type { ListPosition } from '../store/order-list.js';

const TOKEN = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const ofAnEarlierPage: Fault = (token) =>
  token === '' || readToken(String(token)) ? undefined : 'must be the nextToken of an earlier page';

/** listAllFulfillmentOrders. */
export class ListOrdersQuery {
  @Timestamp('optional', 'Only orders whose status changed at or after this instant. All when left out.')
  queryStartDate?: string;

  @Text('optional', 'The nextToken of the page before; queryStartDate does not count then.', {
    fault: ofAnEarlierPage,
  })
  nextToken?: string;
}

/** Where to read on. */
export function startOf({ queryStartDate, nextToken }: ListOrdersQuery): ListPosition {
  const changedAt = queryStartDate === undefined ? 0 : toInstant(queryStartDate);
  return (nextToken && readToken(nextToken)) || { changedAt, orderId: FIRST_ID };
}

/** Opaque to clients: what it holds may change. */
export function tokenAt({ changedAt, orderId }: ListPosition): string {
  return Buffer.from(`${changedAt}.${orderId}`).toString('base64url');
}

function readToken(token: string): ListPosition | undefined {
  const [, changedAt, orderId] = TOKEN.exec(Buffer.from(token, 'base64url').toString('latin1')) ?? [];
  return changedAt === undefined || orderId === undefined
    ? undefined
    : { changedAt: Number(changedAt), orderId };
}
