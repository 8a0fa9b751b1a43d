import { describe, expect, it } from '@jest/globals';
import { FileRefused, readRows } from './read-rows.js';

const HEADER = 'order_id,shipped_at,estimated_delivery_at,delivered_at';
const ROW = 'A,2026-01-02T03:04:05Z,2026-01-10T00:00:00Z,';
const defaults = { value: '100.00', currency: 'BRL' };
const read = (lines: string[], options = {}) => readRows(lines.join('\n'), { ...defaults, ...options });
/** One row with the given further columns. */
const withCells = (cells: Record<string, string>, options = {}) =>
  read([`${HEADER},${Object.keys(cells).join(',')}`, `${ROW},${Object.values(cells).join(',')}`], options);

describe('a good row', () => {
  it('has the defaults of what it leaves out', () => {
    const { rows, bad } = read([HEADER, ROW]);
    expect(bad).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        number: 1,
        orderId: 'A',
        shippedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
        estimatedDeliveryAt: '2026-01-10T00:00:00.000Z',
        deliveredAt: undefined,
        sku: 'unspecified',
        quantity: 1,
        unitValue: { currency: 'BRL', minorUnits: 10_000 },
        carrier: undefined,
        trackingNumber: undefined,
        signatureRequired: false,
        purpose: 'customer-order',
        detail: 'delivered-only',
      },
    ]);
  });

  it('takes every column, in any order and case, with a byte order mark, quotes and CRLF', () => {
    const header = `\uFEFFDetail,PURPOSE,signature_required,tracking_number,carrier,currency,unit_value,quantity,sku,${HEADER}`;
    const { rows } = readRows(`${header}\r\nnone,removal,yes,T1,UPS,usd,19.9,3,"a, ""b""",${ROW}\r\n`, {});
    expect(rows[0]).toMatchObject({
      sku: 'a, "b"',
      quantity: 3,
      unitValue: { currency: 'USD', minorUnits: 1990 },
      carrier: 'UPS',
      trackingNumber: 'T1',
      signatureRequired: true,
      purpose: 'removal',
      detail: 'none',
    });
  });

  it.each([
    ['2026-01-10 01:02:03', '2026-01-10T01:02:03.000Z'],
    ['2026-01-10T01:02:03', '2026-01-10T01:02:03.000Z'],
    ['2026-01-10T01:02:03.4567+02:00', '2026-01-09T23:02:03.456Z'],
    ['2026-01-10', '2026-01-10'], // a bare date follows "Words", where the order is accepted
  ])('promises %s as %s', (text, promise) => {
    const { rows } = read([HEADER, `A,2026-01-02 03:04:05,${text},`]);
    expect(rows[0]?.estimatedDeliveryAt).toBe(promise);
  });

  it('may be promised before it ships, and delivered the very moment it ships', () => {
    const { rows, bad } = read([HEADER, 'A,2026-01-02 00:00:00,2025-12-01,2026-01-02 00:00:00']);
    expect([rows.length, bad]).toEqual([1, []]);
  });

  it('is one of the packages of its order', () => {
    const { rows } = read([HEADER, ROW, ROW.replace('A', 'B'), ROW.replace('05Z', '06Z')]);
    expect(rows.map(({ orderId, number }) => [orderId, number])).toEqual([
      ['A', 1],
      ['B', 1],
      ['A', 2],
    ]);
  });

  it('takes its value from the row, else whole from the default (R-6: never converted)', () => {
    const value = (cells: Record<string, string>, options = {}) =>
      withCells(cells, options).rows[0]?.unitValue;
    expect(value({ unit_value: '5', currency: 'USD' })).toEqual({ currency: 'USD', minorUnits: 500 });
    expect(value({ unit_value: '5', currency: '' })).toEqual({ currency: 'BRL', minorUnits: 500 });
    expect(value({ unit_value: '', currency: 'USD' })).toEqual({ currency: 'BRL', minorUnits: 10_000 });
    expect(value({ unit_value: '', currency: 'USD' }, { currency: undefined })).toEqual({
      currency: 'USD',
      minorUnits: 10_000,
    });
  });
});

describe('a row equal to an earlier one', () => {
  it('is skipped and is not bad, however it is spelled', () => {
    const { rows, bad, skipped } = read([HEADER, ROW, ROW, ROW.replace('T03:04:05Z', ' 03:04:05')]);
    expect([rows.length, bad, skipped]).toEqual([
      1,
      [],
      [
        { line: 3, sameAs: 2 },
        { line: 4, sameAs: 2 },
      ],
    ]);
  });

  it('is not equal when a column that we ignore differs', () => {
    const { rows, ignoredColumns } = read([`${HEADER},weight`, `${ROW},1`, `${ROW},2`]);
    expect([rows.length, ignoredColumns]).toEqual([2, ['weight']]);
  });
});

describe('a bad row', () => {
  it.each([
    ['an instant that is none', 'A,yesterday,2026-01-10,', 'shipped_at', /cannot be read \("yesterday"\)/],
    ['a day that is none', 'A,2026-02-30 00:00:00,2026-01-10,', 'shipped_at', /cannot be read/],
    ['a bare shipping date', 'A,2026-01-02,2026-01-10,', 'shipped_at', /write an instant/],
    ['no promise', 'A,2026-01-02 00:00:00,,', 'estimated_delivery_at', /is empty/],
    [
      'a delivery that is no instant',
      'A,2026-01-02 00:00:00,2026-01-10,soon',
      'delivered_at',
      /leave it empty/,
    ],
    ['no order', ',2026-01-02 00:00:00,2026-01-10,', 'order_id', /is empty/],
    ['a long order id', `${'A'.repeat(41)},2026-01-02 00:00:00,2026-01-10,`, 'order_id', /longer than 40/],
    ['too few cells', 'A,2026-01-02 00:00:00', 'row', /2 cells, the header has 4/],
    [
      'delivered 1 ms early',
      'A,2026-01-02 00:00:00.001,2026-01-10,2026-01-02 00:00:00',
      'delivered_at',
      /before/,
    ],
  ])('has %s', (_, row, column, reason) => {
    const { rows, bad } = read([HEADER, row]);
    expect(rows).toEqual([]);
    expect(bad).toEqual([{ line: 2, column, reason: expect.stringMatching(reason) }]);
  });

  it.each([
    ['quantity', '0', {}, /must be 1 or more/],
    ['quantity', '-1', {}, /must be 1 or more/],
    ['quantity', '1.5', {}, /whole number/],
    ['quantity', '251', {}, /at most 250/],
    ['unit_value', '', { value: undefined }, /no value/],
    ['unit_value', 'ten', {}, /is not an amount/],
    ['unit_value', '-1.00', {}, /is not an amount/],
    ['unit_value', '1.005', {}, /has 3 decimals, BRL has 2/],
    ['currency', '', { currency: undefined }, /without a currency/],
    ['purpose', 'gift', {}, /customer-order or removal/],
    ['detail', 'some', {}, /full or delivered-only or none/],
    ['signature_required', 'maybe', {}, /true or false/],
  ])('has %s "%s"', (column, cell, options, reason) => {
    const { rows, bad } = withCells({ [column]: cell }, options);
    expect(rows).toEqual([]);
    expect(bad).toEqual([{ line: 2, column, reason: expect.stringMatching(reason) }]);
  });

  it.each([
    ['100.50', 'JPY', 'unit_value', /has 2 decimals, JPY has 0/],
    ['1.5', 'XXZ', 'currency', /not a currency/],
  ])('has a value of %s %s', (value, currency, column, reason) => {
    const { bad } = withCells({ unit_value: value, currency });
    expect(bad).toEqual([{ line: 2, column, reason: expect.stringMatching(reason) }]);
  });

  it('names every fault at once', () => {
    const { bad } = read([HEADER, ',x,y,z']);
    expect(bad.map(({ column }) => column)).toEqual([
      'shipped_at',
      'estimated_delivery_at',
      'delivered_at',
      'order_id',
    ]);
  });

  it('gives an order another purpose', () => {
    const { rows, bad } = read([`${HEADER},purpose`, `${ROW},removal`, `${ROW},`]);
    expect(rows.length).toBe(1);
    expect(bad).toEqual([
      { line: 3, column: 'purpose', reason: expect.stringContaining('removal on line 2') },
    ]);
  });

  it('takes its order over the limits of O-2', () => {
    const lines = Array.from({ length: 101 }, (_, at) => `${ROW.replace('05Z', `05.${100 + at}Z`)},1`);
    expect(read([`${HEADER},quantity`, ...lines]).bad).toEqual([
      { line: 102, column: 'order_id', reason: expect.stringContaining('at most 100 lines') },
    ]);
    const { bad } = read([`${HEADER},quantity`, `${ROW},249`, `${ROW},2`, `${ROW},1`]);
    expect(bad).toEqual([
      { line: 3, column: 'quantity', reason: expect.stringContaining('at most 250 units') },
    ]);
  });

  it('is named by the line on which it starts, also after quoted line breaks and empty lines', () => {
    const { bad } = read([
      `${HEADER},sku`,
      `${ROW},"a\nb"`,
      '',
      'A,x,2026-01-10,,',
      `${ROW},"never closed`,
      ROW,
    ]);
    expect(bad.map(({ line, column }) => [line, column])).toEqual([
      [5, 'shipped_at'],
      [6, 'row'],
    ]);
  });

  it('stops a strict reading', () => {
    const { rows, bad } = read([HEADER, ROW, 'bad,x,y,', 'worse,x,y,', ROW.replace('A', 'C')], {
      strict: true,
    });
    expect([rows.length, new Set(bad.map(({ line }) => line))]).toEqual([1, new Set([3])]);
  });
});

describe('a file', () => {
  it.each([
    ['', /is empty/],
    ['order_id,shipped_at', /lacks estimated_delivery_at, delivered_at/],
    [`${HEADER},sku,SKU`, /sku is there twice/],
  ])('that starts with %j is refused', (text, message) => {
    expect(() => readRows(text, defaults)).toThrow(FileRefused);
    expect(() => readRows(text, defaults)).toThrow(message);
  });

  it('with a header only has no rows', () => {
    expect(read([HEADER])).toEqual({ rows: [], bad: [], skipped: [], ignoredColumns: [] });
  });
});
