import pg from 'pg';

const INT8 = 20;
const JSON_OID = 114;
const JSONB = 3802;
const TIMESTAMPTZ = 1184;
const INT8_ARRAY = 1016;

/** int8 arrives as text: counts and ids here stay far below 2^53, and one that does not must not be rounded silently. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a JavaScript integer`);
  return value;
}

/** `2026-01-02 03:04:05.678+00` (sessions run in UTC) -> epoch milliseconds; infinities stay infinite. */
export function parseInstant(text: string): number {
  if (text === 'infinity') return Infinity;
  if (text === '-infinity') return -Infinity;
  const instant = Date.parse(`${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, 'Z')}`);
  if (Number.isNaN(instant)) throw new RangeError(`cannot read the timestamp "${text}"`);
  return instant;
}

const parsers = new Map<number, (text: string) => unknown>([
  [INT8, safeInteger],
  [JSON_OID, JSON.parse],
  [JSONB, JSON.parse],
  [TIMESTAMPTZ, parseInstant],
  [
    INT8_ARRAY,
    (text) =>
      text === '{}'
        ? []
        : text
            .slice(1, -1)
            .split(',')
            .map((one) => (one === 'NULL' ? null : safeInteger(one))),
  ],
]);

/** How our rows read: instants as epoch milliseconds, bigints as checked numbers, JSON parsed. */
export const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) ||
    pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
};
