import { topics } from '#contracts';
import type { ClockChange, Observed, ObservedRecord } from '../../checker/observed.js';
import type { Load } from '../load/load.js';
import type { FaultStack } from '../stack/fault-stack.js';
import { Fillers } from './fillers.js';
import { readTables } from './tables.js';
import { readTopics } from './topics.js';

/** Everything that can be seen of a namespace at rest. */
export async function observe(
  stack: FaultStack,
  load: Load,
  clock: readonly ClockChange[],
): Promise<{ observed: Observed; fillers: Fillers }> {
  const seenAt = Date.now();
  const records: ObservedRecord[] = [];
  const fillers = new Fillers();
  const owned = Object.keys(topics).filter((topic) => topic !== 'inbound.gateway');
  await readTopics(stack.kafka, new Map(owned.map((topic) => [stack.topic(topic), topic])), (record) => {
    if (!fillers.take(record)) records.push(record);
  });
  const tables = await readTables(stack.sql);
  const lastChange = clock.at(-1)?.offsetMs ?? 0;
  return {
    observed: { sent: load.sent, records, tables, sweptUntil: seenAt + lastChange - 1_000, seenAt, clock },
    fillers,
  };
}
