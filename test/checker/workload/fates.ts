import type { ExpectedPackage } from '../expected.js';
import { CAP_USD, DAY, LOSS_WAIT, RETURN_WAIT } from './parcel.js';
import type { Parcel, Timing } from './parcel.js';
import { iso } from './planned.js';

export interface UnitValue {
  readonly currency: string;
  readonly minorUnits: number;
}

/** What becomes of a parcel: says its reports and gives what edition M makes of them. */
export interface Fate {
  readonly name: string;
  /** @param at when its first report is sent @param due when it is due, if it is to be due while the run goes on */
  readonly timing: (at: number, due: number) => Timing;
  readonly value?: UnitValue | null;
  readonly purpose?: 'removal';
  readonly untracked?: boolean;
  /** Of the line, cancelled before shipment (orders registered elsewhere only). */
  readonly cancelled?: number;
  /** Of the line, never shipped. */
  readonly unshipped?: number;
  readonly quantity?: number;
  live(parcel: Parcel, value: UnitValue): ExpectedPackage;
}

const soon = (_at: number, due: number): Timing => ({
  dueAt: due,
  promisedAt: due - LOSS_WAIT,
  shippedAt: due - LOSS_WAIT - 2 * DAY,
});
/** The clock plays no part. */
const far = (at: number): Timing => ({
  dueAt: at + 30 * DAY,
  promisedAt: at + 30 * DAY - LOSS_WAIT,
  shippedAt: at - 3 * DAY,
});
/** Told of when even the window for claims is over (I-5). */
const longAgo = (at: number): Timing => soon(at, at - 93 * DAY);
/** What runs out is the wait for a parcel that was turned round (T-8), long after it was. */
const turnedRound = (at: number, due: number): Timing => ({
  dueAt: due,
  promisedAt: at,
  shippedAt: due - RETURN_WAIT - DAY,
});

const nothing = { currency: 'USD', minorUnits: 0 };
const capped = ({ currency, minorUnits }: UnitValue): UnitValue => ({
  currency,
  minorUnits: currency === 'USD' ? Math.min(minorUnits, CAP_USD) : minorUnits,
});
const paid = (place: string, value: UnitValue) => ({
  place,
  net: capped(value),
  settlement: 'granted' as const,
});
const never = (parcel: Parcel, value: UnitValue): ExpectedPackage => parcel.all(paid('in-transit', value));
const beforeDue = (parcel: Parcel): number => parcel.dueAt - 3_000;

/** Every ending of the rule book that reports alone can bring about. */
export const fates: readonly Fate[] = [
  {
    name: 'in-time',
    timing: soon,
    live: (parcel) => {
      parcel.scan('EVENT_201', parcel.shippedAt + 3_600_000);
      parcel.stoppedBy = parcel.delivered(parcel.shippedAt + DAY);
      return parcel.all({ place: 'delivered', net: nothing });
    },
  },
  {
    // I-2: at due is in time.
    name: 'at-due',
    timing: soon,
    live: (parcel) => {
      parcel.stoppedBy = parcel.delivered(parcel.dueAt);
      return parcel.all({ place: 'delivered', net: nothing });
    },
  },
  {
    // I-2: what occurred after due is late, also when it was known before anybody looked.
    name: 'one-ms-late',
    timing: soon,
    live: (parcel) => {
      parcel.delivered(parcel.dueAt + 1);
      return parcel.all({ place: 'delivered', net: nothing });
    },
  },
  {
    name: 'late',
    timing: soon,
    live: (parcel) => {
      parcel.delivered(parcel.dueAt + 500, parcel.dueAt + 2_000);
      return parcel.all({ place: 'delivered', net: nothing });
    },
  },
  {
    // I-4: delivered in time, reported late: paid in between, and always taken back.
    name: 'reported-late',
    timing: soon,
    live: (parcel) => {
      parcel.stoppedBy = parcel.delivered(beforeDue(parcel), parcel.dueAt + 2_500);
      return parcel.all({ place: 'delivered', net: nothing });
    },
  },
  { name: 'never', timing: soon, live: never },
  { name: 'never-three', timing: soon, quantity: 3, live: never },
  // the cap counts in its own currency alone.
  { name: 'capped', timing: soon, value: { currency: 'USD', minorUnits: 600_000 }, live: never },
  { name: 'uncapped', timing: soon, value: { currency: 'EUR', minorUnits: 600_000 }, live: never },
  {
    name: 'removal',
    timing: soon,
    purpose: 'removal',
    live: (parcel) => parcel.all({ place: 'in-transit', net: nothing, settlement: 'refused' }),
  },
  {
    name: 'untracked',
    timing: soon,
    untracked: true,
    live: (parcel) => parcel.all({ place: 'in-transit', net: nothing, settlement: 'waiting' }),
  },
  {
    // I-5: the window for the seller's statement was over before anybody looked.
    name: 'untracked-closed',
    timing: longAgo,
    untracked: true,
    live: (parcel) => parcel.all({ place: 'in-transit', net: nothing, settlement: 'refused' }),
  },
  {
    name: 'no-value',
    timing: soon,
    value: null,
    live: (parcel) => parcel.all({ place: 'in-transit', net: nothing, settlement: 'held' }),
  },
  {
    // T-8: the first such scan stops the clock of I-2; the parcel is back in stock before the next one runs out.
    name: 'refused-returned',
    timing: soon,
    live: (parcel) => {
      const turned = beforeDue(parcel);
      parcel.stoppedBy = parcel.scan('EVENT_407', turned, { incident: 'refused' });
      parcel.received('undelivered', 'Sellable', turned + 60_000);
      return parcel.all({ place: 'restocked', net: nothing });
    },
  },
  {
    name: 'lost-on-return',
    timing: turnedRound,
    live: (parcel, value) => {
      parcel.scan('EVENT_407', parcel.dueAt - RETURN_WAIT, { incident: 'refused' });
      return parcel.all(paid('returning', value));
    },
  },
  {
    // T-8: the carrier's own "lost" shortens nothing.
    name: 'carrier-lost',
    timing: soon,
    live: (parcel, value) => {
      parcel.scan('EVENT_409', parcel.shippedAt + DAY, { incident: 'lost' });
      return parcel.all(paid('lost', value));
    },
  },
  {
    // T-4: the delivery was a mistake of the carrier's. Where even that came only after due, what was paid was taken
    // back before the mistake was known, and a person is asked whether to pay again.
    name: 'corrected',
    timing: soon,
    live: (parcel, value) => {
      const occurredAt = parcel.shippedAt + DAY;
      const id = parcel.delivered(occurredAt);
      const rawCode = `301-${parcel.reports.length - 1}`;
      parcel.scan('EVENT_201', occurredAt + 1, { corrects: { rawCode, occurredAt: iso(occurredAt) } });
      const { units } = parcel.all({ place: 'in-transit', net: nothing, settlement: 'in-review' });
      return { ...parcel.all(paid('in-transit', value)), reportedLate: { id, units } };
    },
  },
  {
    // paid as lost, then back in stock.
    name: 'found-again',
    timing: soon,
    live: (parcel) => {
      parcel.received('undelivered', 'Sellable', parcel.dueAt + 1_000, { at: parcel.dueAt + 3_000 });
      return parcel.all({ place: 'restocked', net: nothing });
    },
  },
  {
    name: 'returned',
    timing: far,
    live: (parcel) => {
      parcel.stoppedBy = parcel.delivered(parcel.shippedAt + DAY);
      parcel.received('buyer-return', 'Sellable', parcel.terms.at);
      return parcel.all({ place: 'restocked', net: nothing });
    },
  },
  {
    name: 'part-returned',
    timing: far,
    quantity: 3,
    live: (parcel) => {
      parcel.stoppedBy = parcel.delivered(parcel.shippedAt + DAY);
      parcel.received('buyer-return', 'Sellable', parcel.terms.at, { quantity: 1 });
      const { item } = parcel.terms;
      const kept = { item, place: 'delivered', net: nothing };
      return parcel.expecting([kept, kept, { item, place: 'restocked', net: nothing }]);
    },
  },
  ...(
    [
      ['broken-by-us', 'FulfillerDamaged', 'fulfiller', 'unsellable', 'granted'],
      ['broken-by-buyer', 'CustomerDamaged', 'customer', 'unsellable', 'refused'],
      ['fault-unknown', 'Uninspected', 'unknown', 'received', 'in-review'],
    ] as const
  ).map(([name, condition, fault, place, settlement]): Fate => ({
    name,
    timing: far,
    live: (parcel, value) => {
      parcel.stoppedBy = parcel.delivered(parcel.shippedAt + DAY);
      parcel.received('buyer-return', condition, parcel.terms.at);
      parcel.damaged(fault, 'return-inspection', parcel.terms.at);
      return parcel.all({ place, net: settlement === 'granted' ? capped(value) : nothing, settlement });
    },
  })),
  {
    // it waits for photographs.
    name: 'broken-on-the-way',
    timing: far,
    live: (parcel) => {
      parcel.stoppedBy = parcel.delivered(parcel.shippedAt + DAY);
      parcel.damaged('carrier', 'in-transit', parcel.terms.at);
      return parcel.all({ place: 'delivered', net: nothing, settlement: 'waiting' });
    },
  },
  { name: 'cancelled-partly', timing: soon, quantity: 2, cancelled: 1, live: never },
  { name: 'partly-shipped', timing: soon, quantity: 2, unshipped: 1, live: never },
  {
    name: 'under-way',
    timing: far,
    live: (parcel) => {
      parcel.scan('EVENT_201', parcel.shippedAt + 3_600_000);
      return parcel.all({ place: 'in-transit', net: nothing });
    },
  },
];

/** The fate of that name. @throws RangeError when there is none */
export function fateNamed(name: string): Fate {
  const fate = fates.find((known) => known.name === name);
  if (!fate)
    throw new RangeError(`there is no fate "${name}": one of ${fates.map((one) => one.name).join(', ')}`);
  return fate;
}
