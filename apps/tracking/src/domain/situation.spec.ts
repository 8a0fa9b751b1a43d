import { describe, expect, it } from '@jest/globals';
import { situationOf, stageOf } from './situation.js';
import type { ParcelFacts } from './situation.js';

const HOUR = 3_600_000;
const EDD = 72 * HOUR;
const parcel: ParcelFacts = {
  shippedAt: 0,
  estimatedDeliveryAt: EDD,
  detail: 'full',
  place: 'in-transit',
  status: 'IN_TRANSIT',
  anyScan: false,
  provenDelivered: false,
};
const scanned = { anyScan: true };

describe('what a buyer is told first', () => {
  it.each([
    ['T-1: nothing yet, a millisecond before the day is over', {}, 24 * HOUR - 1, 'first-day', 0],
    ['T-1: nothing yet when it is over', {}, 24 * HOUR, 'unscanned', 0],
    ['T-2: a carrier that tells only the delivery', { detail: 'delivered-only' }, 1, 'delivered-only', 0],
    ['T-2: one that tells nothing', { detail: 'none' }, EDD + HOUR, 'untracked', 0],
    ['on its way', scanned, EDD, 'moving', 1],
    ['the promise has passed', scanned, EDD + 1, 'late', 1],
    ['the promise has passed without a scan', {}, EDD + 1, 'late', 0],
    ['the promise of a silent carrier has passed', { detail: 'delivered-only' }, EDD + 1, 'late', 0],
    ['delayed', { ...scanned, status: 'DELAYED' }, EDD, 'delayed', 1],
    [
      'out for delivery, though late',
      { ...scanned, status: 'OUT_FOR_DELIVERY' },
      EDD + 1,
      'out-for-delivery',
      2,
    ],
    ['nobody was at home', { ...scanned, status: 'DELIVERY_ATTEMPTED' }, 1, 'attempted', 2],
    ['to be picked up', { ...scanned, status: 'AVAILABLE_FOR_PICKUP' }, 1, 'pickup', 2],
    ['the recipient is to act', { ...scanned, status: 'CUSTOMER_ACTION' }, 1, 'action', 1],
    ['delivered, late', { ...scanned, place: 'delivered', status: 'DELIVERED' }, EDD + 1, 'delivered', 3],
    ['I-7: proven by what came back', { provenDelivered: true }, EDD + 1, 'delivered', 3],
    ['on its way back', { ...scanned, place: 'returning', status: 'RETURNING' }, 1, 'returning', undefined],
    ['back', { ...scanned, place: 'returning', status: 'RETURNED' }, 1, 'returned', undefined],
    ['lost', { ...scanned, place: 'lost', status: 'UNDELIVERABLE' }, 1, 'undeliverable', undefined],
  ] as const)('%s', (_name, more, now, situation, stage) => {
    const facts = { ...parcel, ...more };
    expect(situationOf(facts, 24, now)).toBe(situation);
    expect(stageOf(situation, facts.anyScan)).toBe(stage);
  });
});
