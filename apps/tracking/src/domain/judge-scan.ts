import type { Instant, Policy } from '#contracts';
import { maySpeakOf } from './entitlement.js';
import type { Speaker, SpokenOf } from './entitlement.js';

const MINUTE = 60_000;

export interface ScanInQuestion {
  occurredAt: Instant;
  /** The instant of the report's record: the only one that is not claimed. */
  reportedAt: Instant;
  /** Identifies what it says, so that a repetition is told from a contradiction. */
  content: string;
}

/** What becomes of a scan of a known package. */
export type ScanVerdict =
  | { accepted: true }
  /** Heard before: nothing is done and nothing is said (T-4). */
  | { accepted: false; repeated: true }
  | { accepted: false; refused: 'not-yours' | 'claimed-in-future' | 'conflicting-content'; detail: string };

/**
 * Whether a scan counts (Words, "report"): its publisher may speak of the package, it does not claim what is still to
 * come, and the same scan has not been told differently before.
 */
export function judgeScan(
  scan: ScanInQuestion,
  speaker: (Speaker & { name: string }) | undefined,
  of: SpokenOf,
  known: { content: string } | undefined,
  policy: Pick<Policy, 'futureToleranceMinutes'>,
): ScanVerdict {
  if (!speaker || !maySpeakOf(speaker, of)) {
    const detail = `publisher ${speaker?.name ?? '(unknown)'} may not report scans of this package`;
    return { accepted: false, refused: 'not-yours', detail };
  }
  if (scan.occurredAt > scan.reportedAt + policy.futureToleranceMinutes * MINUTE) {
    const detail = `occurredAt lies more than ${policy.futureToleranceMinutes} minutes after the report itself`;
    return { accepted: false, refused: 'claimed-in-future', detail };
  }
  if (!known) return { accepted: true };
  if (known.content === scan.content) return { accepted: false, repeated: true };
  const detail = 'the same scan (raw code, occurredAt, corrects) was reported before with other content';
  return { accepted: false, refused: 'conflicting-content', detail };
}
