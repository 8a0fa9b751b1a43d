import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '#contracts';
import { SERVICES } from '../stack/fault-stack.js';
import type { Replica } from '../stack/replica.js';
import { firstTrapped } from './first-trapped.js';
import type { Arena, Kind } from './kind.js';

const inner: readonly Service[] = ['orders', 'tracking', 'returns', 'reimbursements'];
/**
 * The moment before a transaction of a consumer commits: its effects are there, its offset is about to move. The name
 * of the prepared statement: its text goes over a connection but once.
 */
const MOVES_OFFSET = Buffer.from('offset_move\0');

const anyReplica = ({ stack, random }: Arena): Replica =>
  random.pick(stack.replicas.filter((one) => one.takesCalls));

async function killAndStart(arena: Arena, replica: Replica): Promise<void> {
  await replica.kill();
  await sleep(arena.random.whole(200, 1_500));
  replica.start();
}

async function pauseFor(replica: Replica, ms: number): Promise<void> {
  replica.pause();
  await sleep(ms);
  replica.resume();
}

/** What happens to processes of services. */
export const processKinds: readonly Kind[] = [
  {
    name: 'kill-service',
    inject: async (arena) => {
      const victim = anyReplica(arena);
      arena.tell(`kill -9 ${victim.name}`);
      await killAndStart(arena, victim);
      return true;
    },
  },
  {
    name: 'stop-service',
    inject: async (arena) => {
      const victim = anyReplica(arena);
      const ms = arena.random.whole(6_000, 11_000);
      arena.tell(`SIGSTOP ${victim.name} for ${ms} ms`);
      await pauseFor(victim, ms);
      return true;
    },
  },
  {
    name: 'kill-in-transaction',
    inject: (arena) =>
      inTransaction(arena, async (victim) => {
        arena.tell(`kill -9 ${victim.name} inside a transaction`);
        await killAndStart(arena, victim);
      }),
  },
  {
    // Its locks are freed by the server after 5 s; what it does when it wakes up must come to nothing.
    name: 'stop-in-transaction',
    inject: (arena) =>
      inTransaction(arena, async (victim) => {
        arena.tell(`SIGSTOP ${victim.name} inside a transaction`);
        await pauseFor(victim, 7_000);
        victim.spec.postgres.cut();
      }),
  },
  {
    name: 'kill-relay-holder',
    inject: (arena) => withRelay(arena, (victim) => killAndStart(arena, victim)),
  },
  {
    name: 'stop-relay-holder',
    inject: (arena) => withRelay(arena, (victim) => pauseFor(victim, 7_500)),
  },
  {
    name: 'rebalance-storm',
    inject: async (arena) => {
      const service = arena.random.pick(inner);
      arena.tell(`replicas of ${service} come and go`);
      for (let round = 0; round < 2; round += 1) {
        const fresh = await arena.stack.addReplica(service);
        await sleep(3_000);
        await arena.stack.removeReplica(fresh);
      }
      return true;
    },
  },
];

async function inTransaction(arena: Arena, deed: (victim: Replica) => Promise<void>): Promise<boolean> {
  const victim = await firstTrapped(arena, 'postgres', (bytes) => bytes.includes(MOVES_OFFSET), 'hold');
  if (victim) await deed(victim);
  return victim !== undefined;
}

async function withRelay(arena: Arena, deed: (victim: Replica) => Promise<void>): Promise<boolean> {
  for (const service of arena.random.shuffle(SERVICES)) {
    const victim = arena.stack.relayOf(service);
    if (!victim?.takesCalls) continue;
    arena.tell(`${victim.name} holds the relay's lock`);
    await deed(victim);
    return true;
  }
  return false;
}
