import { Spawned } from '../contestants/spawned.js';
import { PipelineArena, type ArenaOptions } from '../pipeline/arena.js';
import type { OursSetup } from '../pipeline/ours.js';
import type { Circumstances, OpenDuel } from './row.js';

const OURS = new URL('../pipeline/ours.js', import.meta.url);

/** Our pipeline and another over the same topics and tables. */
export interface PipelineDuel {
  peerName: string;
  peer: URL;
  /** Given to both beside the place. */
  setup?: Partial<OursSetup>;
  until?: ArenaOptions['until'];
  /** Events of the peer's round, when it need not read all. */
  enough?: number;
}

/** Events of a round. */
export function eventsOf({ quick }: Circumstances): number {
  return quick ? 12_000 : 36_000;
}

export function openOurs(name: string, setup: OursSetup, profile?: string): Promise<Spawned> {
  return Spawned.open(name, OURS, setup, profile);
}

export async function pipelineDuel(given: Circumstances, duel: PipelineDuel): Promise<OpenDuel> {
  const { stack, profile, tell } = given;
  const { until } = duel;
  const arena = await PipelineArena.open(stack, { events: eventsOf(given), until }, tell);
  const setup = { ...stack.place, ...duel.setup };
  const [ours, other] = await Promise.all([
    openOurs('ours', setup, profile),
    Spawned.open(duel.peerName, duel.peer, setup, profile),
  ]);
  return {
    ours: (round) => arena.round(ours, round),
    peer: (round) => arena.round(other, round, duel.enough),
    close: async () => {
      await Promise.all([ours.close(), other.close()]);
      await arena.close();
    },
  };
}
