import { sqlStateOf } from '#postgres';

/** The database has more than what was fetched skips, or less: go on from there instead. */
export class SeekTo extends Error {
  constructor(readonly offset: bigint) {
    super(`seek to ${offset}`);
  }
}

/** So much fails that it is not this or that record: an outage, to be waited out with nothing put aside. */
export class TooMuchPoison extends Error {}

const POISON_CLASSES = new Set(['22', '23']);
/** What the driver and the pool say of a lost connection has no SQLSTATE. */
const CONNECTION =
  /ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|timeout|terminated|Connection|not queryable|ended|released/;

/**
 * Is it the record's fault? Data errors (SQLSTATE 22, 23) and a handler's own errors are; everything else, from a
 * full disk to a table that a deploy has not made yet, passes by itself: the same batch again (messaging-review 17).
 */
export function isPoison(error: unknown): boolean {
  if (error instanceof SeekTo || error instanceof TooMuchPoison) return false;
  const state = sqlStateOf(error);
  if (state !== undefined) return POISON_CLASSES.has(state.slice(0, 2));
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  return !CONNECTION.test(`${code} ${message}`);
}

/** The server has ended a transaction that took too long (transaction_timeout): half of the work may be done in time. */
export function tookTooLong(error: unknown): boolean {
  return sqlStateOf(error) === '25P04';
}

export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const state = sqlStateOf(error);
  return `${error.name}${state ? ` ${state}` : ''}: ${error.message}`;
}
