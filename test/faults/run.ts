import type { Violation } from '../checker/observed.js';
import type { Disaster } from './disasters/disaster.js';
import { Scene } from './disasters/disaster.js';
import type { Arena, Kind } from './nemesis/kind.js';
import { Nemesis } from './nemesis/nemesis.js';
import { Recoveries } from './observe/recoveries.js';
import type { Plant } from './plants/plants.js';
import { Session } from './session.js';
import type { Judged, SessionWanted } from './session.js';

export interface Raged extends Judged {
  readonly injected: Readonly<Record<string, number>>;
  /**
   * The slowest by kind, milliseconds from the end of a fault until all that lay there then was read and said, while
   * load and other faults went on.
   */
  readonly caughtUp: Readonly<Record<string, number>>;
  /** From the end of a fault until nothing at all was left to do, milliseconds; null: it did not come to that. */
  readonly drained: Readonly<Record<string, number | null>>;
}

/** What the time after the random part is called in `drained`. */
const LAST_FAULT = 'the last fault';

const DUE = { least: 8_000, most: 18_000 };
const SOON = { least: 2_000, most: 4_000 };
const FEED_S = 4;
const DRAIN_MS = 120_000;

/** Load from several sellers, a nemesis that rages so long, and when all is quiet the checker. */
export async function rage(
  wanted: SessionWanted & {
    kinds: readonly Kind[];
    rageMs: number;
    ordersPerSecond: number;
    measured: readonly Kind[];
  },
): Promise<Raged> {
  const session = await Session.open(wanted);
  const { arena } = session;
  const recoveries = new Recoveries(arena.stack);
  wanted.undo(() => recoveries.stop(0));
  try {
    const nemesis = new Nemesis(wanted.kinds, arena, (kind) => recoveries.begin(kind));
    const stopFeeding = feed(arena, wanted.ordersPerSecond);
    await nemesis.rage(Date.now() + wanted.rageMs).finally(stopFeeding);
    const drained: Record<string, number | null> = { [LAST_FAULT]: await session.settle(DRAIN_MS) };
    await recoveries.stop(DRAIN_MS);
    for (const kind of wanted.measured) {
      // Not at rest: a fault in the middle of a burst, whose parcels fall due right after it.
      arena.more({ orders: 120, spreadMs: 500, dueAfterMs: SOON, stepMs: 150 });
      await nemesis.inject(kind);
      drained[kind.name] = await session.settle(DRAIN_MS);
    }
    arena.tell('everything is read and compared');
    const judged = await session.judge();
    return {
      ...judged,
      injected: Object.fromEntries(nemesis.injected),
      caughtUp: Object.fromEntries(recoveries.worst),
      drained,
    };
  } finally {
    await recoveries.stop(0);
    await session.close();
  }
}

/** Orders come in, as many each second, until the returned function is called. */
function feed({ more }: Arena, perSecond: number): () => void {
  const one = (): void => more({ orders: perSecond * FEED_S, spreadMs: FEED_S * 1_000, dueAfterMs: DUE });
  one();
  const turn = setInterval(one, FEED_S * 1_000);
  return () => clearInterval(turn);
}

/** One disaster in a namespace of its own: noticed, said, and mended by the runbook's command. */
export async function strike(wanted: SessionWanted, disaster: Disaster): Promise<Judged> {
  const session = await Session.open(wanted);
  try {
    const scene = new Scene(session.arena);
    await disaster.strike(session.arena, scene);
    const judged = await session.judge(scene.lost);
    return { ...judged, violations: [...scene.violations, ...judged.violations] };
  } finally {
    await session.close();
  }
}

/** No fault but one promise broken on purpose. @returns what the checker said of it */
export async function broken(wanted: SessionWanted, plant: Plant): Promise<readonly Violation[]> {
  const session = await Session.open(wanted);
  try {
    const { arena } = session;
    arena.more({ orders: 90, spreadMs: 9_000, dueAfterMs: { least: 3_000, most: 6_000 } });
    await plant.during?.(arena.stack);
    await session.settle(25_000);
    await plant.after?.(arena.stack);
    return (await session.judge()).violations;
  } finally {
    await session.close();
  }
}
