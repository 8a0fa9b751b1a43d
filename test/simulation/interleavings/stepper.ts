import type { Database, Tx } from '#postgres';
import { Random } from '../../checker/workload/random.js';

/** What one actor does, in as many transactions as it likes, all of them on this database. */
export type Work = (through: (database: Database) => Database) => Promise<unknown>;

/** Which actor goes next, of those that can. */
export type Schedule = (able: readonly number[], step: number) => number;

interface Actor {
  /** Lets its next statement go; undefined: it has none to ask for. */
  go?: () => void;
  pid?: number;
  done: boolean;
  failure?: unknown;
}

/** Asks which of these sessions wait for a lock. */
export type Blocked = (pids: readonly number[]) => Promise<ReadonlySet<number>>;

const LOOK_MS = 3;

/**
 * Runs actors on a real Postgres, one statement at a time in the order of a schedule. One that waits for another's
 * lock is left waiting, and goes on by itself once it has it.
 * @returns how many statements there were.
 * @throws what an actor threw.
 */
export async function interleave(
  works: readonly Work[],
  schedule: Schedule,
  blocked: Blocked,
): Promise<number> {
  const actors = works.map((): Actor => ({ done: false }));
  works.forEach((work, index) => {
    const actor = actors[index] as Actor;
    void work((database) => stepped(database, actor)).then(
      () => (actor.done = true),
      (error: unknown) => {
        actor.failure = error;
        actor.done = true;
      },
    );
  });
  let steps = 0;
  for (;;) {
    await settled(actors, blocked);
    const able = actors.flatMap(({ go }, index) => (go ? [index] : []));
    if (able.length === 0) {
      if (actors.every(({ done }) => done)) break;
      continue;
    }
    const chosen = actors[schedule(able, steps)];
    steps += 1;
    const go = chosen?.go;
    if (chosen) chosen.go = undefined;
    go?.();
  }
  for (const { failure } of actors) if (failure) throw failure;
  return steps;
}

/** Until each is done, asks for its next statement, or waits for a lock. */
async function settled(actors: readonly Actor[], blocked: Blocked): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const running = actors.filter(({ go, done }) => !go && !done);
    if (running.length === 0) return;
    const waiting = await blocked(running.flatMap(({ pid }) => pid ?? []));
    const still = running.filter(
      ({ go, done, pid }) => !go && !done && !(pid !== undefined && waiting.has(pid)),
    );
    if (still.length === 0 && actors.some(({ go }) => go)) return;
  }
}

/** The same database, but each statement and each commit waits for its turn. */
function stepped(database: Database, actor: Actor): Database {
  const turn = () => new Promise<void>((resolve) => (actor.go = resolve));
  const transaction: Database['transaction'] = (work, options) =>
    database.transaction(async (tx) => {
      const [session] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      actor.pid = session?.pid;
      // One after the other, also where several are asked at once.
      let last: Promise<unknown> = Promise.resolve();
      const next = <T>(ask: () => Promise<T>): Promise<T> => {
        const asked = last.then(turn).then(ask);
        last = asked.catch(() => undefined);
        return asked;
      };
      const gated: Tx = {
        now: () => next(() => tx.now()),
        query: (statement, values) => next(() => tx.query(statement, values)),
        send: (statement, values) => void next(async () => tx.send(statement, values)),
      };
      const result = await work(gated);
      await next(async () => undefined);
      return result;
    }, options);
  return new Proxy(database, {
    get: (target, name) =>
      name === 'transaction' ? transaction : (Reflect.get(target, name, target) as unknown),
  });
}

/** One actor up to its k-th statement, then the other to its end, then the first again: every single preemption. */
export function preemptions(statements: number): Schedule[] {
  return [0, 1].flatMap((first) =>
    Array.from({ length: statements + 1 }, (_, k): Schedule => {
      let own = 0;
      return (able) => {
        const wanted = own < k ? first : 1 - first;
        const chosen = able.includes(wanted) ? wanted : (able[0] as number);
        if (chosen === first) own += 1;
        return chosen;
      };
    }),
  );
}

/** At each statement whichever a seed says. */
export function shuffles(count: number, seed: number): Schedule[] {
  return Array.from({ length: count }, (_, nth): Schedule => {
    const random = new Random(seed + nth);
    return (able) => random.pick(able);
  });
}
