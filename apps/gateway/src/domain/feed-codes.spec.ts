import { describe, expect, test } from '@jest/globals';
import { eventCodes, incidents, meaningOf, type CurrentStatus, type PackagePlace } from '#contracts';
import { aftershipMeaning, aftershipSubtags, aftershipTags } from './aftership-codes.js';
import { easypostDetails, easypostMeaning, easypostStatuses } from './easypost-codes.js';

type Row = [
  first: string | undefined,
  second: string | undefined,
  status: CurrentStatus,
  place: PackagePlace,
];

describe('what AfterShip says, in our words (T-3, T-8)', () => {
  test.each<Row>([
    ['InfoReceived', 'InfoReceived_001', 'IN_TRANSIT', 'in-transit'],
    ['InTransit', 'InTransit_003', 'IN_TRANSIT', 'in-transit'],
    ['OutForDelivery', 'OutForDelivery_001', 'OUT_FOR_DELIVERY', 'in-transit'],
    ['AttemptFail', 'AttemptFail_002', 'DELIVERY_ATTEMPTED', 'in-transit'],
    ['AvailableForPickup', 'AvailableForPickup_001', 'AVAILABLE_FOR_PICKUP', 'in-transit'],
    ['Delivered', 'Delivered_001', 'DELIVERED', 'delivered'],
    ['Delivered', 'Delivered_002', 'DELIVERED', 'delivered'],
    ['Exception', 'Exception_002', 'CUSTOMER_ACTION', 'in-transit'],
    ['Exception', 'Exception_003', 'RETURNING', 'returning'],
    ['Exception', 'Exception_007', 'RETURNING', 'returning'],
    ['Exception', 'Exception_008', 'RETURNING', 'returning'],
    ['Exception', 'Exception_010', 'RETURNING', 'returning'],
    ['Exception', 'Exception_011', 'RETURNED', 'returning'],
    ['Exception', 'Exception_012', 'DELAYED', 'in-transit'],
    ['Exception', 'Exception_013', 'UNDELIVERABLE', 'lost'],
    ['Exception', 'Exception_020', 'UNKNOWN', 'in-transit'],
    ['Exception', 'Exception_021', 'UNDELIVERABLE', 'lost'],
    // New to us: by the status, also when only the sub-status names it.
    ['Delivered', 'Delivered_099', 'DELIVERED', 'delivered'],
    [undefined, 'Exception_099', 'DELAYED', 'in-transit'],
    ['Exception', undefined, 'DELAYED', 'in-transit'],
    ['Pending', 'Pending_002', 'UNKNOWN', 'in-transit'],
    ['Expired', undefined, 'UNKNOWN', 'in-transit'],
    // In no table, and names that every object has.
    ['Teleported', 'Teleported_001', 'UNKNOWN', 'in-transit'],
    ['constructor', '__proto__', 'UNKNOWN', 'in-transit'],
    [undefined, undefined, 'UNKNOWN', 'in-transit'],
  ])('%s, %s: %s, %s', (tag, subtag, status, place) => {
    expect(meaningOf(aftershipMeaning(tag, subtag))).toMatchObject({ status, place });
  });
});

describe('what EasyPost says, in our words (T-3, T-8)', () => {
  test.each<Row>([
    ['pre_transit', 'label_created', 'IN_TRANSIT', 'in-transit'],
    ['in_transit', 'arrived_at_facility', 'IN_TRANSIT', 'in-transit'],
    ['in_transit', 'weather_delay', 'DELAYED', 'in-transit'],
    ['in_transit', 'unknown', 'IN_TRANSIT', 'in-transit'],
    ['in_transit', 'lost', 'UNDELIVERABLE', 'lost'],
    ['out_for_delivery', 'out_for_delivery', 'OUT_FOR_DELIVERY', 'in-transit'],
    // The status decides: a delivery is no mere arrival.
    ['delivered', 'arrived_at_destination', 'DELIVERED', 'delivered'],
    ['in_transit', 'arrived_at_destination', 'IN_TRANSIT', 'in-transit'],
    ['available_for_pickup', 'arrived_at_pickup_location', 'AVAILABLE_FOR_PICKUP', 'in-transit'],
    ['return_to_sender', 'return', 'RETURNING', 'returning'],
    ['return_to_sender', 'refused', 'RETURNING', 'returning'],
    ['return_to_sender', 'in_transit', 'RETURNING', 'returning'],
    ['failure', 'refused', 'RETURNING', 'returning'],
    ['failure', 'damaged', 'DELAYED', 'in-transit'],
    ['failure', 'unknown', 'DELAYED', 'in-transit'],
    ['cancelled', 'cancelled', 'UNKNOWN', 'in-transit'],
    ['error', undefined, 'UNKNOWN', 'in-transit'],
    // New to us.
    ['delivered', 'by_drone', 'DELIVERED', 'delivered'],
    ['in_transit', 'by_drone', 'IN_TRANSIT', 'in-transit'],
    ['by_drone', 'refused', 'RETURNING', 'returning'],
    ['by_drone', undefined, 'UNKNOWN', 'in-transit'],
    ['constructor', 'toString', 'UNKNOWN', 'in-transit'],
    [undefined, undefined, 'UNKNOWN', 'in-transit'],
  ])('%s, %s: %s, %s', (status, detail, means, place) => {
    expect(meaningOf(easypostMeaning(status, detail))).toMatchObject({ status: means, place });
  });
});

test('every word of every table is one of ours', () => {
  const tables = [aftershipSubtags, aftershipTags, easypostDetails, easypostStatuses];
  const meanings = tables.flatMap((table) => Object.values(table));
  expect(eventCodes).toEqual(expect.arrayContaining(meanings.map(({ eventCode }) => eventCode)));
  expect(incidents).toEqual(expect.arrayContaining(meanings.flatMap(({ incident }) => incident ?? [])));
  expect(Object.keys(easypostDetails)).toHaveLength(28);
  expect(Object.keys(easypostStatuses)).toHaveLength(10);
  expect(Object.keys(aftershipTags)).toHaveLength(9);
});

test('no word of theirs but delivered ones delivers', () => {
  const delivered = (table: object, means: (word: string) => { eventCode: string }): string[] =>
    Object.keys(table).filter((word) => ['EVENT_301', 'EVENT_804'].includes(means(word).eventCode));
  expect(delivered(aftershipSubtags, (word) => aftershipMeaning(undefined, word))).toEqual(
    Object.keys(aftershipSubtags).filter((word) => word.startsWith('Delivered_')),
  );
  expect(delivered(easypostDetails, (word) => easypostMeaning('in_transit', word))).toEqual([]);
  expect(delivered(easypostStatuses, (word) => easypostMeaning(word, undefined))).toEqual(['delivered']);
});
