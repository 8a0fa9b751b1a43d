import { check, contractOf, packageText, toInstant, TrackingUpdatedReport } from '#contracts';
import type { Contract } from '#contracts';

/** How many scans one message, answer or file may tell of. */
export const MOST_SCANS = 20_000;
/** Nobody reads on after these. */
const MOST_FAULTS = 500;

/** A scan as an adapter has read it, not checked yet, and where it stood. */
export interface Draft {
  at: string;
  report: object;
}

/** What an adapter makes of a message. */
export interface Drafts {
  drafts: Draft[];
  faults: string[];
  /** Parts of the message that tell of another carrier, or of no package at all. */
  ignored: number;
}

/** All scans of a message, or every fault of it; never both. */
export type ReadScans = { scans: TrackingUpdatedReport[]; ignored: number } | { faults: string[] };

/** The report that feeds make. */
export const scanReport = contractOf(TrackingUpdatedReport) as unknown as Contract;

/** Holds drafts against the contract; what is told twice in the same words is told once. */
export function checked({ drafts, faults, ignored }: Drafts): ReadScans {
  const all = [...faults];
  if (drafts.length > MOST_SCANS)
    all.push(`tells of ${drafts.length} scans: send at most ${MOST_SCANS} at a time`);
  const scans = new Map<string, TrackingUpdatedReport>();
  for (const { at, report } of drafts) {
    if (all.length >= MOST_FAULTS) break;
    const wrong = check(scanReport.type, report);
    all.push(...wrong.map((fault) => (at === '' ? fault : `${at}${/^[[:]/.test(fault) ? '' : '.'}${fault}`)));
    if (wrong.length === 0) scans.set(JSON.stringify(report), report as TrackingUpdatedReport);
  }
  return all.length > 0 ? { faults: all.slice(0, MOST_FAULTS) } : { scans: [...scans.values()], ignored };
}

/**
 * What makes a scan the same one (Words, "report"), as far as it can be told before its package is known: a repeated
 * message gives reports with the ids that they had.
 */
export function scanKey({ package: named, rawCode, occurredAt, corrects }: TrackingUpdatedReport): unknown[] {
  const corrected = corrects ? [corrects.rawCode, toInstant(corrects.occurredAt)] : null;
  return [packageText(named), rawCode, toInstant(occurredAt), corrected];
}
