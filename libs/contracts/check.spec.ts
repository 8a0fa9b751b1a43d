import { describe, expect, test } from '@jest/globals';
import { check, checkPolicy } from './check.js';
import { editionM, editionM20 } from './editions.js';
import { OrderRegisteredReport } from './reports/order-registered.js';
import { TrackingUpdatedReport } from './reports/tracking-updated.js';
import { UnitDamagedReport } from './reports/unit-damaged.js';
import type { Shape } from './fields.js';
import { contractOf } from './registry.js';

const valid = (shape: Shape): object => structuredClone(contractOf(shape).sample);
const edition: object = editionM;

describe('check', () => {
  test('names every fault at once, each with its path', () => {
    const message = {
      ...valid(OrderRegisteredReport),
      sellerId: 'me',
      marketplaceId: null,
      items: [
        { sellerFulfillmentOrderItemId: 'A', sellerSku: '', quantity: 0 },
        { sellerFulfillmentOrderItemId: 'A', sellerSku: 'S', quantity: 1, cancelledQuantity: 2 },
      ],
    };
    expect(check(OrderRegisteredReport, message).toSorted()).toEqual([
      'items[0].quantity: must be 1 or more (is 0)',
      'items[0].sellerSku: must be text of 1 to 50 characters (is "")',
      'items[1]: cancelledQuantity must not exceed quantity',
      'marketplaceId: must be text (is null; leave the field out instead)',
      'message: no two of items may have the same sellerFulfillmentOrderItemId',
      'sellerId: must be a UUID in lower case (is "me")',
    ]);
  });

  test('O-2: 250 units in all, and 100 lines', () => {
    const lines = (count: number, quantity: number): unknown => ({
      ...valid(OrderRegisteredReport),
      items: Array.from({ length: count }, (_, at) => ({
        sellerFulfillmentOrderItemId: `L${at}`,
        sellerSku: 'S',
        quantity,
      })),
    });
    expect(check(OrderRegisteredReport, lines(1, 250))).toEqual([]);
    expect(check(OrderRegisteredReport, lines(2, 125))).toEqual([]);
    expect(check(OrderRegisteredReport, lines(2, 126))).toEqual([
      'message: quantity of all items must not exceed 250 together',
    ]);
    expect(check(OrderRegisteredReport, lines(101, 1))).toEqual(['items: must have 100 or fewer entries']);
    expect(check(OrderRegisteredReport, lines(0, 1))).toEqual(['items: must have 1 or more entries']);
  });

  test.each([
    [{ packageId: '0190a000-0000-7000-8000-000000000003' }, []],
    [{ sellerId: '0190a000-0000-7000-8000-000000000001', packageNumber: 7 }, []],
    [{ carrierCode: 'UPS', trackingNumber: '1Z' }, []],
    [
      { sellerId: '0190a000-0000-7000-8000-000000000001', sellerFulfillmentOrderId: 'A', shipmentId: 'S' },
      [],
    ],
    [{}, ['package: give exactly one of packageId, packageNumber, trackingNumber, shipmentId']],
    [{ packageNumber: 7 }, ['package: packageNumber needs sellerId beside it']],
    [{ trackingNumber: '1Z' }, ['package: trackingNumber needs carrierCode beside it']],
    [
      { shipmentId: 'S' },
      [
        'package: shipmentId needs sellerId beside it',
        'package: shipmentId needs orderId or sellerFulfillmentOrderId beside it',
      ],
    ],
    [
      { packageId: '0190a000-0000-7000-8000-000000000003', carrierCode: 'UPS', trackingNumber: '1Z' },
      ['package: give exactly one of packageId, packageNumber, trackingNumber, shipmentId'],
    ],
  ])('a package is named in exactly one way: %j', (reference, faults) => {
    expect(check(TrackingUpdatedReport, { ...valid(TrackingUpdatedReport), package: reference })).toEqual(
      faults,
    );
  });

  test('damaged units are counted or named, not both', () => {
    const items = [{ sellerFulfillmentOrderItemId: 'A', quantity: 1, ordinals: [1] }];
    expect(check(UnitDamagedReport, { ...valid(UnitDamagedReport), items })).toEqual([
      'items[0]: give only one of quantity, ordinals',
    ]);
  });

  test('ignores unknown fields and knows its types', () => {
    expect(check('makegood.report.UnitDamaged.v1', { ...valid(UnitDamagedReport), extra: { a: 1 } })).toEqual(
      [],
    );
    expect(check('makegood.Nothing.v1', {})).toEqual([
      'ce_type "makegood.Nothing.v1" is none of our contracts',
    ]);
    expect(check(UnitDamagedReport, null)).toEqual([
      'message: must be an object (is null; leave the field out instead)',
    ]);
  });

  test.each([undefined, 1n, Symbol('s'), () => 1, Number.NaN, [], new Map()])(
    'refuses %p without throwing',
    (value) => {
      expect(check(UnitDamagedReport, value)).not.toEqual([]);
      expect(check(UnitDamagedReport, { ...valid(UnitDamagedReport), cause: value })).toHaveLength(1);
    },
  );

  test('stops counting faults where nobody reads on', () => {
    const items = Array.from({ length: 500 }, () => ({}));
    const faults = check(UnitDamagedReport, { ...valid(UnitDamagedReport), items });
    expect(faults).toHaveLength(51);
    expect(faults.at(-1)).toBe('and 451 more faults');
  });
});

describe('checkPolicy', () => {
  test('both editions are valid and differ in what delivery means (I-3)', () => {
    expect([checkPolicy(editionM), checkPolicy(editionM20)]).toEqual([[], []]);
    expect([editionM.deliveredRule, editionM20.deliveredRule]).toEqual([
      'delivered-is-never-lost',
      'signature-decides',
    ]);
  });

  test('a cap is in its own currency and stands once', () => {
    const [cap] = editionM.caps;
    const euros = { marketplaceId: '*', currency: 'USD', perUnit: { currency: 'EUR', minorUnits: 1 } };
    expect(checkPolicy({ ...edition, lossWaitDays: 7.5, caps: [cap, euros] })).toEqual([
      'message: no two of caps may be for the same marketplace and currency',
      'lossWaitDays: must be a whole number (is 7.5)',
      'caps[1]: perUnit must be in the currency of its cap (R-6: never converted)',
    ]);
  });
});
