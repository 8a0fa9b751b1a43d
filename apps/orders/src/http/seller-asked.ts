import { invalidInput } from '#runtime';
import type { Principal } from '#runtime';
import { aSellerId } from './faults.js';

/** Whose things are meant: a seller's own whatever it says, else those of the seller that is named. */
export function sellerAsked(caller: Principal, named: unknown): string {
  if (caller.sellerId !== undefined) return caller.sellerId;
  if (typeof named !== 'string' || aSellerId(named, {}) !== undefined)
    throw invalidInput(['sellerId must be the id of a seller (npm run admin -- seller list)']);
  return named;
}

/** A command on one seller's rows runs behind row-level security as if that seller asked, whoever does. */
export function asSeller({ kind }: Principal, sellerId: string): { kind: string; sellerId: string } {
  return { kind, sellerId };
}

/** Opaque to clients. */
export const pageTokenAt = (key: string): string => Buffer.from(key).toString('base64url');

/** Where a page goes on; at the start without a token. @throws ApiError 400 when it is none of ours */
export function pageTokenOf(token: unknown): string {
  if (token === undefined || token === '') return '';
  const key = typeof token === 'string' ? Buffer.from(token, 'base64url').toString('utf8') : '';
  if (key === '' || key.includes('\u0000') || !key.isWellFormed() || pageTokenAt(key) !== token)
    throw invalidInput(['nextToken must be the nextToken of an earlier page']);
  return key;
}
