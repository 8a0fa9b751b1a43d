import { Spawned } from '../contestants/spawned.js';
import { SweepArena, type Goal } from '../sweep/arena.js';
import type { Circumstances, OpenDuel } from './row.js';

/** Two ways to decide what is due, over the same open packages. */
export interface SweepDuel {
  ours: URL;
  peerName: string;
  peer: URL;
  goal: Goal;
  /** Packages that fall due in a round of ours, and of the peer. */
  due: { ours: number; peer: number };
}

/** Open packages that stay so; what rounds decide comes on top. */
export function openPackages({ quick }: Pick<Circumstances, 'quick'>): number {
  return quick ? 300_000 : 5_000_000;
}

/** All that the rows of one run may decide. */
const RESERVE = { full: 1_600_000, quick: 150_000 };

export async function sweepArena(given: Circumstances): Promise<SweepArena> {
  const arena = await SweepArena.open(given.stack);
  await arena.fill(openPackages(given) + (given.quick ? RESERVE.quick : RESERVE.full), given.tell);
  return arena;
}

export async function sweepDuel(given: Circumstances, duel: SweepDuel): Promise<OpenDuel> {
  const { profile, tell } = given;
  const arena = await sweepArena(given);
  await arena.forget();
  const [ours, peer] = await Promise.all([
    Spawned.open('ours', duel.ours, arena.place, profile),
    Spawned.open(duel.peerName, duel.peer, arena.place, profile),
  ]);
  const { goal, due } = duel;
  return {
    ours: (round) => arena.round(ours, { round, size: due.ours, goal }, tell),
    peer: (round) => arena.round(peer, { round, size: due.peer, goal }, tell),
    close: async () => {
      await Promise.all([ours.close(), peer.close()]);
    },
  };
}
