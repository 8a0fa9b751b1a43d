import type { ClockChange } from '../../checker/observed.js';
import type { Random } from '../../checker/workload/random.js';
import type { WorldWanted } from '../../checker/workload/world.js';
import type { Load } from '../load/load.js';
import type { Senders } from '../load/senders.js';
import type { FaultStack } from '../stack/fault-stack.js';
import type { OwnServers } from '../stack/servers.js';

/** All that a fault may lay its hands on. */
export interface Arena {
  readonly stack: FaultStack;
  readonly load: Load;
  readonly senders: Senders;
  readonly random: Random;
  /** Left out where the servers are not ours to kill. */
  readonly servers?: OwnServers;
  /** How the services' clock was moved so far. */
  readonly clock: ClockChange[];
  /** How many fillers were written so far. */
  fillers: number;
  /** More load, in a world of its own. */
  readonly more: (
    wanted: Pick<WorldWanted, 'orders' | 'spreadMs' | 'dueAfterMs'> & Partial<WorldWanted>,
  ) => void;
  readonly tell: (line: string) => void;
}

/** A kind of fault. */
export interface Kind {
  readonly name: string;
  /** Whether it needs servers of the run's own. */
  readonly ownServers?: true;
  /** Takes long, or makes much to do: once in a run is enough. */
  readonly once?: true;
  /**
   * Brings it about and heals it.
   * @returns false when the moment that it needs did not come: it was not injected
   */
  inject(arena: Arena): Promise<boolean>;
}
