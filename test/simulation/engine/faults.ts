import type { Random } from '../../checker/workload/random.js';
import type { Process } from './process.js';
import type { StepOptions } from './scheduler.js';

export type Fault =
  | { kind: 'crash-before' | 'crash-after' | 'lose-reply' | 'tear' | 'give-up' | 'fail-join' }
  /** Longer than a session's or the group's patience makes a zombie of it. */
  | { kind: 'pause'; ms: number };

/** A fault at the n-th await point that processes of a kind reach (the first after it where it is possible). */
export type PlannedFault = Fault & { of: string; nth: number };

export interface FaultSource {
  /** What is to happen at this point, if anything. */
  at(process: Process, can: StepOptions): Fault | undefined;
}

const PAUSES = [300, 3_000, 7_000, 14_000];
/** Await points over which faults are spread: about as many as a service passes while there is work. */
const SPREAD = 200;

/** At least two crashes, and some of all else. */
export function planFaults(random: Random, kinds: readonly string[]): PlannedFault[] {
  const where = () => ({ of: random.pick(kinds), nth: random.whole(1, SPREAD) });
  const crashes = Array.from({ length: random.whole(3, 6) }, () => ({
    ...where(),
    kind: random.pick(['crash-before', 'crash-after'] as const),
  }));
  const lost = Array.from({ length: random.whole(2, 5) }, () => ({
    ...where(),
    kind: random.pick(['lose-reply', 'lose-reply', 'tear'] as const),
  }));
  const pauses = Array.from({ length: random.whole(0, 2) }, () => ({
    ...where(),
    kind: 'pause' as const,
    ms: random.pick(PAUSES),
  }));
  const gaveUp = Array.from({ length: random.whole(0, 2) }, () => ({ ...where(), kind: 'give-up' as const }));
  // Most joins are a process's first steps.
  const failedJoins = random.chance(0.3)
    ? [{ ...where(), nth: random.pick([1, random.whole(1, SPREAD)]), kind: 'fail-join' as const }]
    : [];
  return [...crashes, ...lost, ...pauses, ...gaveUp, ...failedJoins];
}

/** Faults by plan. */
export class FaultPlan implements FaultSource {
  private readonly reached = new Map<string, number>();
  private readonly left: PlannedFault[];

  constructor(planned: readonly PlannedFault[]) {
    this.left = [...planned];
  }

  at(process: Process, can: StepOptions): Fault | undefined {
    const nth = (this.reached.get(process.kind) ?? 0) + 1;
    this.reached.set(process.kind, nth);
    const index = this.left.findIndex(
      ({ of, nth: least, kind }) => of === process.kind && least <= nth && isPossible(kind, can),
    );
    return index < 0 ? undefined : this.left.splice(index, 1)[0];
  }
}

function isPossible(kind: Fault['kind'], can: StepOptions): boolean {
  if (kind === 'lose-reply') return can.loseReply !== undefined;
  if (kind === 'give-up') return can.giveUp !== undefined;
  if (kind === 'fail-join') return can.failJoin !== undefined;
  return kind !== 'tear' || can.tear !== undefined;
}
