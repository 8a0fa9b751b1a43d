import type { ObservedRecord } from './observed.js';

/** One fact as a careful consumer sees it: repetitions dropped. */
export interface SaidFact {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly source: string;
  readonly tick: number;
  readonly id: number;
  /** Without prefix and version: `OrderShipped`. */
  readonly type: string;
  readonly subject: string;
  /** `ce_time`, epoch milliseconds. */
  readonly time: number;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface FoldedRecords {
  readonly facts: readonly SaidFact[];
  /** New records under a name that is not higher than the last: consumers drop them, so they are lost. */
  readonly late: readonly SaidFact[];
  /** The same name with other content. */
  readonly renamed: readonly SaidFact[];
}

/**
 * Reads topics as docs/events.md tells consumers to: a record whose pair (tick, id) is not higher than the last one
 * of its (source, topic, partition) is a repetition, and is dropped.
 */
export function foldRecords(records: readonly ObservedRecord[]): FoldedRecords {
  const last = new Map<string, SaidFact>();
  const seen = new Map<string, string>();
  const folded = { facts: [] as SaidFact[], late: [] as SaidFact[], renamed: [] as SaidFact[] };
  for (const record of records) {
    const fact = read(record);
    const stream = `${fact.source} ${fact.topic}/${fact.partition}`;
    const name = `${stream} ${fact.tick} ${fact.id}`;
    const before = seen.get(name);
    seen.set(name, record.value ?? '');
    if (before !== undefined) {
      if (before !== (record.value ?? '')) folded.renamed.push(fact);
    } else if (isHigher(fact, last.get(stream))) {
      last.set(stream, fact);
      folded.facts.push(fact);
    } else {
      folded.late.push(fact);
    }
  }
  return folded;
}

function isHigher(fact: SaidFact, last: SaidFact | undefined): boolean {
  return !last || fact.tick > last.tick || (fact.tick === last.tick && fact.id > last.id);
}

function read({ topic, partition, offset, headers, value }: ObservedRecord): SaidFact {
  return {
    topic,
    partition,
    offset,
    source: headers['ce_source'] ?? '',
    tick: Number(headers['ce_tick']),
    id: Number(headers['ce_id']),
    type: /^makegood\.(.+)\.v\d+$/.exec(headers['ce_type'] ?? '')?.[1] ?? '',
    subject: headers['ce_subject'] ?? '',
    time: Date.parse(headers['ce_time'] ?? ''),
    data: (value === null ? {} : JSON.parse(value)) as Record<string, unknown>,
  };
}

/** Where a fact stands, for people. */
export const at = ({ topic, partition, offset }: SaidFact): string => `${topic}[${partition}]@${offset}`;
