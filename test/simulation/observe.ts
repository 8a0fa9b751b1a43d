import type { ClockChange, Observed, ObservedRecord, Row, Sent } from '../checker/observed.js';
import { BROKEN } from './broken-events.js';
import type { Log } from './kafka/log.js';
import type { Backend } from './postgres/backend.js';

/** What the checker is shown: all that is on the topics and in the tables. */
export function observe(
  backend: Backend,
  log: Log,
  { sent, clock }: { sent: readonly Sent[]; clock: readonly ClockChange[] },
  seenAt: number,
): Observed {
  const names = backend.asSuperuser<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'public') and tablename !~ '^outbox_\\d$' order by 1`,
  );
  const one = ({ name }: { name: string }) =>
    `select '${name}' as name, coalesce(json_agg(to_jsonb(t)), '[]') as rows from ${name} t`;
  const tables = backend.asSuperuser<{ name: string; rows: Row[] }>(names.map(one).join(' union all '));
  return {
    sent,
    records: [...records(log)],
    tables: Object.fromEntries(tables.map(({ name, rows }) => [name, rows])),
    sweptUntil: seenAt + (clock.at(-1)?.offsetMs ?? 0),
    seenAt,
    clock: [...clock],
  };
}

/** What was put on a topic by somebody else is no fact, whatever it calls itself, and tells of nothing in particular. */
const nameless = (partition: number, offset: number): Record<string, string> => ({
  ce_type: 'makegood.Broken.v1',
  ce_source: BROKEN,
  ce_subject: `partition ${partition}`,
  ce_tick: String(offset),
  ce_id: String(offset),
});

function* records(log: Log): Generator<ObservedRecord> {
  for (const [topic, partitions] of log.all()) {
    if (topic.startsWith('inbound.')) continue;
    for (const [partition, list] of partitions.entries())
      for (const record of list) {
        if (!record) continue;
        const { offset, key, value, headers, timestamp } = record;
        const texts = Object.fromEntries(
          Object.entries(headers).map(([name, bytes]) => [name, String(bytes)]),
        );
        const isFact = texts['ce_source'] !== BROKEN && texts['ce_source'] !== undefined;
        yield {
          topic,
          partition,
          offset: Number(offset),
          key: key?.toString() ?? null,
          headers: isFact ? texts : nameless(partition, Number(offset)),
          value: isFact ? (value?.toString() ?? null) : '{}',
          timestamp,
        };
      }
  }
}
