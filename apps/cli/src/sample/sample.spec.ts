import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { editionM } from '#contracts';
import { readEvents } from '../replay/read-events.js';
import { readRows } from '../replay/read-rows.js';
import type { ShipmentRow } from '../replay/shipment-row.js';
import { generateSample } from './generate.js';
import { SAMPLE_AS_OF } from './parcels.js';

const ordersText = readFileSync('samples/orders.csv', 'utf8');
const eventsText = readFileSync('samples/events.jsonl', 'utf8');
const DAY = 86_400_000;
const SELLER = '00000000-0000-7000-8000-000000000001';

const { rows, bad, skipped } = readRows(ordersText, {});
const events = eventsText
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as { type: string; time: string; data: Record<string, unknown> });

const due = (row: ShipmentRow): number =>
  Math.max(Date.parse(row.estimatedDeliveryAt) + editionM.lossWaitDays * DAY, row.shippedAt);
const lateness = (row: ShipmentRow): number => (row.deliveredAt ?? Infinity) - due(row);
const reports = (name: string): Record<string, unknown>[] =>
  events.filter(({ type }) => type === `makegood.report.${name}.v1`).map(({ data }) => data);
const orderOf = (data: Record<string, unknown>, field: string): string =>
  (data[field] as { sellerFulfillmentOrderId: string }).sellerFulfillmentOrderId;
const refused = reports('TrackingUpdated')
  .filter(({ incident }) => incident === 'refused')
  .map((scan) => orderOf(scan, 'package'));
const receivedBack = new Set(reports('ReturnReceived').map((receipt) => orderOf(receipt, 'order')));
const undelivered = rows.filter((row) => row.deliveredAt === undefined);
const packagesOf = Map.groupBy(rows, ({ orderId }) => orderId);
const isCustomerOrder = ({ purpose }: ShipmentRow): boolean => purpose === 'customer-order';
const over =
  (minorUnits: number) =>
  (row: ShipmentRow): boolean =>
    row.unitValue.minorUnits > minorUnits;

describe('the bundled sample', () => {
  it('is what the generator makes', () => {
    expect(generateSample()).toEqual({ orders: ordersText, events: eventsText });
  });

  it('holds no bad row, no row twice and no bad event', () => {
    expect([bad, skipped]).toEqual([[], []]);
    expect(readEvents(eventsText, SELLER).bad).toEqual([]);
  });

  it('has about 2,000 shipments, each shipped by the instant it is looked at', () => {
    expect(rows.length).toBeGreaterThanOrEqual(1950);
    expect(rows.length).toBeLessThanOrEqual(2100);
    expect(rows.every(({ shippedAt }) => shippedAt <= SAMPLE_AS_OF)).toBe(true);
  });

  const refusedWithoutReceipt = refused.filter((orderId) => !receivedBack.has(orderId));
  const never = undelivered.filter(({ orderId }) => !refused.includes(orderId));
  const damages = (faultParty: string): unknown[] =>
    reports('UnitDamaged').filter((damage) => damage['faultParty'] === faultParty);
  const cancelled = reports('OrderRegistered').filter(({ items }) =>
    (items as { cancelledQuantity: number }[]).some(({ cancelledQuantity }) => cancelledQuantity > 0),
  );
  it.each<[string, readonly unknown[]]>([
    ['on time', rows.filter((row) => lateness(row) < 0)],
    ['exactly at due', rows.filter((row) => lateness(row) === 0)],
    ['one second after', rows.filter((row) => lateness(row) === 1000)],
    ['later', rows.filter((row) => lateness(row) > 1000 && row.deliveredAt !== undefined)],
    ['never', never],
    ['refused by the buyer', refused],
    ['refused, and received back', refused.filter((orderId) => receivedBack.has(orderId))],
    ['lost on return', refusedWithoutReceipt],
    ['damaged by the fulfiller', damages('fulfiller')],
    ['damaged by the carrier', damages('carrier')],
    ['damaged by the customer', damages('customer')],
    ['defect', damages('defect')],
    ['damaged, fault unknown', damages('unknown')],
    ['removal', rows.filter((row) => !isCustomerOrder(row))],
    ['removal that never arrives', never.filter((row) => !isCustomerOrder(row))],
    ['signature', rows.filter((row) => row.signatureRequired)],
    ['capped and owed', never.filter(over(500_000)).filter(({ unitValue }) => unitValue.currency === 'USD')],
    [
      'as dear, no cap, and owed',
      never.filter(over(500_000)).filter(({ unitValue }) => unitValue.currency === 'EUR'),
    ],
    ['in US dollars', rows.filter(({ unitValue }) => unitValue.currency === 'USD')],
    ['in euros', rows.filter(({ unitValue }) => unitValue.currency === 'EUR')],
    ['of several packages', [...packagesOf.values()].filter((packages) => packages.length > 1)],
    ['untracked', rows.filter(({ detail }) => detail === 'none')],
    ['partly cancelled', cancelled],
    ['still under way', rows.filter(({ deliveredAt = 0 }) => deliveredAt > SAMPLE_AS_OF)],
  ])('has at least 5 %s', (_, found) => {
    expect(found.length).toBeGreaterThanOrEqual(5);
  });

  it('caps dollars and not euros', () => {
    expect(editionM.caps).toContainEqual(expect.objectContaining({ currency: 'USD' }));
    expect(editionM.caps.filter(({ currency }) => currency === 'EUR')).toEqual([]);
  });
});
