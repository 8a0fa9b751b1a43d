import type { Instant, OverdueCause, Policy } from '#contracts';
import type { MeantScan } from './scan.js';

export const DAY = 86_400_000;

/** What a package's clock runs on. */
export interface ClockFacts {
  shippedAt: Instant;
  /** The promise, as of shipment (I-2, policy `eddBasis`). */
  estimatedDeliveryAt: Instant;
  policy: Pick<Policy, 'lossWaitDays' | 'returnWaitDays' | 'payOnCarrierLoss'>;
  /** Those that count, in order. */
  scans: readonly MeantScan[];
  /** When the first unit came back as a buyer's return: it proves delivery (I-7). */
  provenAt?: Instant | undefined;
}

/** After `due` the package is overdue. */
export interface Timer {
  due: Instant;
  cause: OverdueCause;
}

/** The timer that runs, or ran out; or what stopped it for good. */
export type Clock =
  | { timer: Timer; stopped?: undefined }
  | { timer?: undefined; stopped: { at: Instant; by: 'delivery' | 'buyer-return' | 'sandbox' } };

/** I-2: due = max(EDD + the wait of the policy, shippedAt). */
export function lossDue({ shippedAt, estimatedDeliveryAt, policy }: ClockFacts): Instant {
  return Math.max(estimatedDeliveryAt + policy.lossWaitDays * DAY, shippedAt);
}

/**
 * The clock of a package, walked through what occurred, in the order in which it occurred: whatever occurred after a
 * timer's due finds it run out, also when it was known before anybody looked (I-2). An event at due is in time.
 */
export function clockOf(facts: ClockFacts): Clock {
  let clock: Clock = { timer: { due: lossDue(facts), cause: 'no-delivery' } };
  for (const event of eventsOf(facts)) {
    if (clock.timer && clock.timer.due < event.at) return clock;
    // I-7: a package that a buyer sent back was delivered; what its parcel is scanned at later starts nothing.
    if (event.kind === 'buyer-return')
      return { stopped: { at: proofInstant(facts, event.at), by: 'buyer-return' } };
    clock = after(clock, event, facts);
  }
  return clock;
}

interface ClockEvent {
  at: Instant;
  kind: 'delivered' | 'returning' | 'lost' | 'buyer-return';
}

function eventsOf({ scans, provenAt }: ClockFacts): ClockEvent[] {
  const events: ClockEvent[] = [];
  for (const { occurredAt, meaning } of scans) {
    if (meaning.place !== 'in-transit') events.push({ at: occurredAt, kind: meaning.place });
  }
  if (provenAt === undefined) return events;
  const next = events.findIndex((event) => event.at > provenAt);
  events.splice(next < 0 ? events.length : next, 0, { at: provenAt, kind: 'buyer-return' });
  return events;
}

function after(clock: Clock, event: ClockEvent, { shippedAt, policy }: ClockFacts): Clock {
  if (event.kind === 'delivered')
    return clock.stopped ? clock : { stopped: { at: event.at, by: 'delivery' } };
  if (event.kind === 'returning') {
    // T-8: the first such scan stops the I-2 clock and starts the wait for the parcel; later ones do not renew it.
    if (clock.timer?.cause === 'lost-on-return') return clock;
    return { timer: { due: event.at + policy.returnWaitDays * DAY, cause: 'lost-on-return' } };
  }
  // T-8: a carrier's own "lost" shortens the wait only where the policy says so.
  if (!policy.payOnCarrierLoss || clock.timer?.cause !== 'no-delivery') return clock;
  return { timer: { due: Math.min(clock.timer.due, Math.max(event.at, shippedAt)), cause: 'no-delivery' } };
}

/** I-7: as of the receipt, or of the scan that first showed the parcel on its way back. */
export function proofInstant(facts: Pick<ClockFacts, 'scans'>, provenAt: Instant): Instant {
  const turned = facts.scans.find((scan) => scan.meaning.place === 'returning');
  return turned ? Math.min(turned.occurredAt, provenAt) : provenAt;
}
