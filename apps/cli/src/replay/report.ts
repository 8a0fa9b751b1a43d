import type { Instant } from '#contracts';

/** A report as the replay publishes it: the contract's data, and what its Kafka record says. */
export interface Report {
  /** CloudEvents type, as `makegood.report.OrderShipped.v1`. */
  readonly type: string;
  /** Unique within `source`. */
  readonly id: string;
  readonly source: string;
  /** The report's instant: timestamp of its record. */
  readonly at: Instant;
  /** Key of its record: reports of one order keep their order. */
  readonly key: string;
  readonly data: object;
}

// Of one instant, first what the others speak of. Were it otherwise they would wait, and still be applied.
const rank: readonly string[] = ['makegood.report.OrderRegistered.v1', 'makegood.report.OrderShipped.v1'];

/** All reports on one time line; those of one instant keep the order in which they are given. */
export function inTimeOrder(reports: readonly Report[]): Report[] {
  return reports.toSorted((a, b) => a.at - b.at || rankOf(a) - rankOf(b));
}

function rankOf(report: Report): number {
  const at = rank.indexOf(report.type);
  return at < 0 ? rank.length : at;
}
