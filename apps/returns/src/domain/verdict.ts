/** Why a report can never be true as it stands; kept with it when it is parked. */
export type Impossible =
  | 'not-yours'
  | 'claimed-in-future'
  | 'order-mismatch'
  | 'unknown-item'
  | 'ambiguous-item'
  | 'before-shipped'
  | 'exceeds-shipped'
  | 'conflicting-content';

/** A fault of a report, in words that say what to do. */
export interface Fault {
  reason: Impossible;
  detail: string;
}

/** What becomes of a report. A refusal is a value. */
export type Verdict<News> =
  | { is: 'accepted'; news: News }
  /** Told before with the same content: nothing happens. */
  | { is: 'known' }
  /** It speaks of units that are not known to be shipped, and may become so. */
  | { is: 'early' }
  | { is: 'impossible'; faults: readonly [Fault, ...Fault[]] };

/** One verdict from what was found wrong in all parts of a report; nothing when nothing was. */
export function verdictOn(faults: readonly Fault[], early: boolean): Verdict<never> | undefined {
  const [first, ...rest] = faults;
  if (first) return { is: 'impossible', faults: [first, ...rest] };
  return early ? { is: 'early' } : undefined;
}

export function impossible(reason: Impossible, detail: string): Verdict<never> {
  return { is: 'impossible', faults: [{ reason, detail }] };
}
