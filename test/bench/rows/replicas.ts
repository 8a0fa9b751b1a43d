import { PipelineArena } from '../pipeline/arena.js';
import type { Measured } from '../measure/duel.js';
import { eventsOf, openOurs } from './pipeline-duel.js';
import { duelRow, type Circumstances, type OpenDuel } from './row.js';

/** Two replicas share a group and a relay: what one event costs must not grow with them. */
export const replicas = duelRow({
  name: 'replicas',
  says: 'CPU of an event with two replicas of a service, to one: contestants, Kafka and Postgres together',
  unit: 'us CPU/event',
  expected: { atMost: 1.15 },
  fair: { atMost: 500 },
  open,
});

async function open(given: Circumstances): Promise<OpenDuel> {
  const { stack, profile, tell } = given;
  const arena = await PipelineArena.open(stack, { events: eventsOf(given) }, tell);
  const [first, second, alone] = await Promise.all([
    openOurs('replica-1', { ...stack.place, replicas: 2 }, profile),
    openOurs('replica-2', { ...stack.place, replicas: 2 }, profile),
    openOurs('alone', { ...stack.place, replicas: 1 }),
  ]);
  const paces = { two: [] as number[], one: [] as number[] };
  return {
    ours: async (round) => cost(await arena.round([first, second], round), paces.two),
    peer: async (round) => cost(await arena.round(alone, round), paces.one),
    notes: () => [`events/s, round by round: two replicas ${shown(paces.two)}; one ${shown(paces.one)}`],
    close: async () => {
      await Promise.all([first.close(), second.close(), alone.close()]);
      await arena.close();
    },
  };
}

function cost({ value, cpuSecondsPerUnit }: Measured, paces: number[]): Measured {
  if (cpuSecondsPerUnit === undefined) {
    throw new Error('replicas compares CPU time: it needs Linux, and Kafka and Postgres on this machine');
  }
  paces.push(value);
  return { value: cpuSecondsPerUnit * 1e6, cpuSecondsPerUnit };
}

function shown(paces: readonly number[]): string {
  return paces.slice(1).map(Math.round).join(', ');
}
