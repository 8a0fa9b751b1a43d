import { describe, expect, it } from '@jest/globals';
import { toInstant } from '#contracts';
import { acceptedEntries, changedEntries, shippedEntries } from './journey-entries.js';

const accepted = {
  order_id: 'o1',
  seller_fulfillment_order_id: 'SO-1',
  purpose: 'customer-order',
  received_at: toInstant('2026-01-02T00:00:00Z'),
  publisher: 'shop',
  registered_at: toInstant('2026-01-01T00:00:00Z'),
  promise: '2026-01-08',
  ordered: 3,
  cancelled: 1,
  updated_at: null,
  cancelled_at: null,
  cancel_cause: null,
};

describe('journey entries', () => {
  it('tell who registered an order, when it says, and when we heard', () => {
    expect(
      acceptedEntries(accepted).map(({ at, recordedAt, kind, text }) => [at, recordedAt, kind, text]),
    ).toEqual([
      [
        '2026-01-01T00:00:00.000Z',
        '2026-01-02T00:00:00.000Z',
        'report',
        'shop registered order SO-1, accepted elsewhere',
      ],
      [
        '2026-01-02T00:00:00.000Z',
        undefined,
        'fact',
        'order SO-1 accepted: 3 units, 1 of them cancelled, promised for 2026-01-08',
      ],
    ]);
  });

  it('tell of an order created here by its fact alone', () => {
    expect(
      acceptedEntries({
        ...accepted,
        publisher: null,
        registered_at: null,
        promise: null,
        cancelled: 0,
        ordered: 1,
      }),
    ).toMatchObject([{ kind: 'fact', type: 'OrderAccepted', text: 'order SO-1 accepted: 1 unit' }]);
  });

  it('tell that a seller changed it and gave it up, and not that all of it was cancelled from the start', () => {
    const row = {
      ...accepted,
      cancelled: 3,
      updated_at: toInstant('2026-01-03T00:00:00Z'),
      cancelled_at: toInstant('2026-01-04T00:00:00Z'),
      cancel_cause: 'seller' as const,
    };
    expect(acceptedEntries(row)[1]?.text).toBe('order SO-1 accepted: 3 units, promised for 2026-01-08');
    expect(changedEntries(row).map(({ at, type, text }) => [at, type, text])).toEqual([
      ['2026-01-03T00:00:00.000Z', 'OrderUpdated', 'order SO-1 changed by its seller, for the last time'],
      ['2026-01-04T00:00:00.000Z', 'OrderCancelled', 'order SO-1 cancelled by its seller'],
    ]);
    expect(changedEntries(accepted)).toEqual([]);
  });

  it('tell how a package left and whose promise counts', () => {
    const entries = shippedEntries({
      shipment_id: 'S-1',
      fulfillment_center_id: 'FC-1',
      shipped_at: toInstant('2026-01-03T10:00:00Z'),
      recorded_at: toInstant('2026-01-03T11:00:00Z'),
      publisher: 'east',
      package_id: 'p1',
      package_number: 7,
      carrier_code: 'UPS',
      tracking_number: null,
      detail: 'none',
      estimated_delivery_at: toInstant('2026-01-08T23:59:59.999Z'),
      promised_by: 'order',
      units: 2,
    });
    expect(entries.map(({ at, recordedAt, text, packageId }) => [at, recordedAt, text, packageId])).toEqual([
      ['2026-01-03T10:00:00.000Z', '2026-01-03T11:00:00.000Z', 'east reported shipment S-1 from FC-1', 'p1'],
      [
        '2026-01-03T11:00:00.000Z',
        undefined,
        "package 7 (UPS, no tracking number) with 2 units; EDD 2026-01-08T23:59:59.999Z, the order's promise",
        'p1',
      ],
    ]);
  });
});
