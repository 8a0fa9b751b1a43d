import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { naturalKey, uuidv5, uuidv7 } from './ids.js';
import { toInstant } from './instant.js';

const packageId = '0190a000-0000-7000-8000-000000000003';
const scan = {
  packageId,
  rawCode: 'D',
  occurredAt: '2026-01-05T08:30:00.000Z',
};

test('uuidv7 is ordered by its instant', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 47 }), (instant) => {
      expect(uuidv7(instant) < uuidv7(instant + 1)).toBe(true);
    }),
  );
  expect(uuidv7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('uuidv5 tells parts apart that would read the same in a row', () => {
  const namespace = '3f1d8b0a-6d7c-4b52-9a7e-1c0d5e2f9b01';
  expect(uuidv5(namespace, ['a', 'b'])).not.toBe(uuidv5(namespace, ['ab']));
  expect(uuidv5(namespace, ['a', null])).not.toBe(uuidv5(namespace, ['a', 'null']));
  expect(uuidv5(namespace, [1])).not.toBe(uuidv5(namespace, ['1']));
});

describe('natural keys (Words, "report")', () => {
  test('are for ever the ones that were stored', () => {
    expect([
      naturalKey.scan(scan),
      naturalKey.scan({
        ...scan,
        corrects: { rawCode: 'X', occurredAt: scan.occurredAt },
      }),
      naturalKey.shipped({ orderId: packageId, shipmentId: 'SHP-1' }),
      naturalKey.returned({
        orderId: packageId,
        sellerFulfillmentOrderItemId: 'A',
        receiptId: 'R',
      }),
      naturalKey.damaged({
        orderId: packageId,
        unit: { line: 1, ordinal: 2 },
        foundAt: 'in-transit',
        cause: 'wet',
      }),
    ]).toMatchInlineSnapshot(`
     [
       "9b257186-470f-56b0-b0e4-7793be4a7af1",
       "fe1a42f6-ac9d-5358-b65b-16f57f43766a",
       "b3afc41a-bf51-558c-8f11-83b4d7b776c6",
       "5301fe7d-fc50-5b92-a24f-25efa949c0e1",
       "6e64a38b-9b17-5fe8-8dfd-270f580ae1d4",
     ]
    `);
  });

  test('a scan is the same in whatever offset or precision its instant is written', () => {
    const id = naturalKey.scan(scan);
    expect(naturalKey.scan({ ...scan, occurredAt: '2026-01-05T10:30:00+02:00' })).toBe(id);
    expect(naturalKey.scan({ ...scan, occurredAt: toInstant(scan.occurredAt) })).toBe(id);
  });

  test('each part makes another scan', () => {
    const corrects = { rawCode: 'D', occurredAt: '2026-01-04T00:00:00Z' };
    const ids = [
      scan,
      { ...scan, packageId: packageId.replace('3', '4') },
      { ...scan, rawCode: 'E' },
      { ...scan, occurredAt: '2026-01-05T08:30:00.001Z' },
      { ...scan, corrects },
      { ...scan, corrects: { ...corrects, rawCode: 'E' } },
    ].map((each) => naturalKey.scan(each));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
