import type { Condition, FaultParty } from '#contracts';
import type { Chance } from './random.js';
import { DAY, HOUR, SAMPLE_AS_OF } from './parcels.js';
import { damaged, received, registered, scanned } from './sample-events.js';
import type { SampleEvent, SampleRow } from './sample-row.js';

const conditions: Record<FaultParty, Condition> = {
  fulfiller: 'FulfillerDamaged',
  carrier: 'CarrierDamaged',
  customer: 'CustomerDamaged',
  defect: 'Defective',
  unknown: 'Uninspected',
};
const causes: Record<FaultParty, string> = {
  fulfiller: 'packed-badly',
  carrier: 'crushed',
  customer: 'used',
  defect: 'does-not-work',
  unknown: 'broken',
};

/** Changes the parcel; nothing is reported beside its row. */
export function change(parcel: SampleRow, to: Partial<SampleRow>): SampleEvent[] {
  Object.assign(parcel, to);
  return [];
}

/** The scans of an ordinary way, and the town of each. */
export function pass(parcel: SampleRow): SampleEvent[] {
  change(parcel, { detail: 'full' });
  const way = [
    [4, 'EVENT_102', 'PU', 'Zaragoza'],
    [20, 'EVENT_201', 'AR', 'Lleida'],
    [44, 'EVENT_302', 'OD', 'Barcelona'],
  ] as const;
  return way.map(([hours, eventCode, rawCode, city]) =>
    scanned(parcel, parcel.shippedAt + hours * HOUR, { eventCode, rawCode, city }),
  );
}

/** T-8: the buyer refuses it at the door; it comes back, or is lost on its way back. */
export function refuse(parcel: SampleRow, chance: Chance, comesBack: boolean): SampleEvent[] {
  const at = parcel.shippedAt + chance.whole(60, 120) * HOUR;
  change(parcel, { deliveredAt: undefined, detail: 'full' });
  const scan = scanned(parcel, at, { eventCode: 'EVENT_407', rawCode: 'REFUSED', incident: 'refused' });
  const back = received(parcel, at + chance.whole(4, 20) * DAY, 'undelivered', 'Sellable');
  return comesBack ? [scan, back] : [scan];
}

/** The buyer sends it back, in this condition; the last event is the receipt. */
export function sendBack(parcel: SampleRow, chance: Chance, condition: Condition): SampleEvent[] {
  const arrived = parcel.deliveredAt ?? parcel.shippedAt;
  return [received(parcel, arrived + chance.whole(8, 25) * DAY, 'buyer-return', condition)];
}

/** found damaged as the return is inspected. */
export function returnDamaged(parcel: SampleRow, chance: Chance, faultParty: FaultParty): SampleEvent[] {
  const back = sendBack(parcel, chance, conditions[faultParty]);
  const at = (back.at(-1)?.at ?? parcel.shippedAt) + chance.whole(1, 30) * HOUR;
  return [
    ...back,
    damaged(parcel, at, { foundAt: 'return-inspection', cause: causes[faultParty], faultParty }),
  ];
}

/** damaged by the carrier on its way: a claim that waits for photographs. */
export function damageOnTheWay(parcel: SampleRow, chance: Chance): SampleEvent[] {
  const at = parcel.shippedAt + chance.whole(10, 40) * HOUR;
  change(parcel, { detail: 'full' });
  const scan = scanned(parcel, at, { eventCode: 'EVENT_405', rawCode: 'DMG', incident: 'damaged' });
  return [
    scan,
    damaged(parcel, at + HOUR, { foundAt: 'in-transit', cause: 'crushed', faultParty: 'carrier' }),
  ];
}

/** one dear unit that never arrives, over the cap of its currency where there is one. */
export function dear(parcel: SampleRow, chance: Chance, currency: SampleRow['currency']): SampleEvent[] {
  const unitValue = `${chance.whole(5200, 9400)}.00`;
  return change(parcel, { sku: 'CAMERA-CINE-8K', quantity: 1, unitValue, currency, deliveredAt: undefined });
}

/** O-2, R-5: one or two more units were ordered, and cancelled before the rest shipped. */
export function cancelPart(parcel: SampleRow, chance: Chance): SampleEvent[] {
  return [registered(parcel, chance.whole(1, 2))];
}

/** Shipped so late that it is still under way when the sample is looked at. */
export function leaveLate(parcel: SampleRow, chance: Chance): SampleEvent[] {
  const shippedAt = SAMPLE_AS_OF - chance.whole(2 * 24, 5 * 24) * HOUR;
  const midnight = shippedAt - (shippedAt % DAY);
  return change(parcel, {
    shippedAt,
    estimatedDeliveryAt: midnight + 9 * DAY,
    deliveredAt: SAMPLE_AS_OF + DAY,
  });
}
