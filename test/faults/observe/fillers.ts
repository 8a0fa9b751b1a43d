import type pg from 'pg';
import type { Service } from '#contracts';
import type { ObservedRecord, Violation } from '../../checker/observed.js';

const TYPE = 'makegood.Filler.v1';

/**
 * Facts that mean nothing to anybody, written straight into an outbox: to make it large, or to leave a transaction
 * open. Each must come out once, in order, as any other; they are too many to be kept.
 */
export class Fillers {
  private readonly last = new Map<string, { tick: number; id: number }>();
  private readonly seen = new Map<string, number>();
  private readonly repeated = new Set<string>();
  private readonly largest = new Map<string, number>();

  /** Whether it was a filler, and so is counted here. */
  take({ topic, partition, headers }: ObservedRecord): boolean {
    if (headers['ce_type'] !== TYPE) return false;
    const stream = `${headers['ce_source'] ?? ''} ${topic}/${partition}`;
    const [tick, id] = [Number(headers['ce_tick']), Number(headers['ce_id'])];
    const before = this.last.get(stream);
    if (before && (tick < before.tick || (tick === before.tick && id <= before.id))) return true;
    this.last.set(stream, { tick, id });
    const subject = headers['ce_subject'] ?? '';
    const times = (this.seen.get(subject) ?? 0) + 1;
    this.seen.set(subject, times);
    if (times > 1) this.repeated.add(subject);
    this.largest.set(`${topic} ${tick}`, (this.largest.get(`${topic} ${tick}`) ?? 0) + 1);
    return true;
  }

  /** The most of one tick. */
  get largestTick(): number {
    return Math.max(0, ...this.largest.values());
  }

  check(written: number): Violation[] {
    const lost = written - this.seen.size;
    return [
      ...(lost > 0
        ? [{ invariant: 'lost-event', detail: `${lost} of ${written} fillers were never said` }]
        : []),
      ...[...this.repeated].slice(0, 5).map((subject) => ({
        invariant: 'said-twice',
        detail: `${subject} was said under two names`,
      })),
    ];
  }
}

/** Writes fillers in the transaction of this client. */
export async function writeFillers(
  client: Pick<pg.Pool, 'query'>,
  service: Service,
  from: number,
  count: number,
): Promise<void> {
  await client.query(
    `insert into ${service}.outbox (topic, key, type, subject, at, body)
     select '${service}.events', 'filler-' || n % 1000, '${TYPE}', 'filler-' || n, now(), '{"n":' || n || '}'
     from generate_series($1::int, $2::int) n`,
    [from, from + count - 1],
  );
}
