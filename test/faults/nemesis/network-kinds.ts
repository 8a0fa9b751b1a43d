import { setTimeout as sleep } from 'node:timers/promises';
import { PRODUCE } from '../stack/kafka-frames.js';
import type { Moment } from '../stack/link.js';
import type { Replica } from '../stack/replica.js';
import { firstTrapped } from './first-trapped.js';
import type { Arena, Kind } from './kind.js';

const TICK = Buffer.from('update relay set prev = cur');
const COMMIT = Buffer.from('commit\0');

const isTick: Moment = (bytes) => bytes.includes(TICK);
const isCommit: Moment = (bytes) => bytes.includes(COMMIT);
const isProduce: Moment = (_, apis) => apis.includes(PRODUCE);

/** What happens between processes and servers. */
export const networkKinds: readonly Kind[] = [
  // The tick is done and nobody knows: whoever repeats it skips a whole batch (messaging-review 2).
  { name: 'lost-tick-reply', inject: (arena) => loseReply(arena, 'postgres', isTick) },
  // The transaction is committed and its process believes that it is not.
  { name: 'lost-commit-reply', inject: (arena) => loseReply(arena, 'postgres', isCommit) },
  { name: 'lost-produce-reply', inject: (arena) => loseReply(arena, 'kafka', isProduce) },
  {
    name: 'reset-connections',
    inject: async (arena) => {
      const victim = anyReplica(arena);
      const way = arena.random.pick(['postgres', 'kafka'] as const);
      arena.tell(`${victim.name} loses its connections to ${way}`);
      victim.spec[way].cut();
      return true;
    },
  },
  {
    name: 'latency',
    inject: async (arena) => {
      const some = arena.random.shuffle(arena.stack.replicas).slice(0, 3);
      arena.tell(`a slow network for ${some.map(({ name }) => name).join(', ')}`);
      for (const { spec } of some) spec.postgres.delayMs = spec.kafka.delayMs = arena.random.whole(20, 120);
      await sleep(4_000);
      for (const { spec } of some) spec.postgres.delayMs = spec.kafka.delayMs = 0;
      return true;
    },
  },
];

const anyReplica = ({ stack, random }: Arena): Replica =>
  random.pick(stack.replicas.filter((one) => one.takesCalls));

async function loseReply(arena: Arena, way: 'postgres' | 'kafka', moment: Moment): Promise<boolean> {
  const victim = await firstTrapped(arena, way, moment, 'lose-reply');
  if (victim) arena.tell(`an answer was lost for ${victim.name}`);
  return victim !== undefined;
}
