import type { JourneyEntry } from '#contracts';

/** One line of a journey, and the service that tells it from its own tables. */
export interface ToldEntry extends JourneyEntry {
  service: string;
}

/** Services in the order in which an event passes through them: the tie-break of entries of one instant. */
const FLOW = ['orders', 'tracking', 'returns', 'reimbursements'];
const KINDS = ['report', 'fact', 'decision'];

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** All services' entries on one time line: by instant, then by the flow, a report before the fact it led to. */
export function oneTimeLine(entries: readonly ToldEntry[]): ToldEntry[] {
  return [...entries].sort(
    (a, b) =>
      compareText(a.at, b.at) ||
      FLOW.indexOf(a.service) - FLOW.indexOf(b.service) ||
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      compareText(a.recordedAt ?? a.at, b.recordedAt ?? b.at) ||
      compareText(a.type, b.type) ||
      (a.unit?.line ?? 0) - (b.unit?.line ?? 0) ||
      (a.unit?.ordinal ?? 0) - (b.unit?.ordinal ?? 0),
  );
}
