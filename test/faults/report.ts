import type { Violation } from '../checker/observed.js';

export interface Answer {
  readonly seed: number;
  readonly minutes: number;
  /** Those that were asked for; empty: all. */
  readonly kinds: readonly string[];
  readonly injected: Readonly<Record<string, number>>;
  /** Reports acknowledged and facts said, repetitions not counted. */
  readonly events: number;
  readonly largestTick: number;
  readonly violations: readonly Violation[];
  /** The slowest by kind, milliseconds until what a fault held up was read and said; others went on meanwhile. */
  readonly caughtUpMs: Readonly<Record<string, number>>;
  /** Milliseconds until nothing was left to do; null: not within two minutes. */
  readonly drainedMs: Readonly<Record<string, number | null>>;
  readonly seconds: number;
}

export const LEAST_EVENTS = 20_000;
const LEAST_TICK = 300_000;
const DRAINED_MS = 30_000;
const DRAINED_FROM_KAFKA_MS = 60_000;

const limitOf = (fault: string): number => (fault === 'kill-kafka' ? DRAINED_FROM_KAFKA_MS : DRAINED_MS);
const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Why a run has failed; empty when it has not. @param full all kinds were to be injected, under all the load */
export function faultsOf(answer: Answer, full: boolean): string[] {
  const { injected, events, largestTick, violations, drainedMs } = answer;
  const faults: string[] = [];
  if (violations.length > 0) faults.push(`${violations.length} violations`);
  for (const [fault, ms] of Object.entries(drainedMs)) {
    const allowed = `${limitOf(fault) / 1000} s are allowed`;
    if (ms === null) faults.push(`${fault}: never drained, ${allowed}`);
    else if (ms > limitOf(fault)) faults.push(`${fault}: drained after ${inSeconds(ms)}, ${allowed}`);
  }
  const never = Object.entries(injected).filter(([, times]) => times === 0);
  if (never.length > 0) faults.push(`never injected: ${never.map(([name]) => name).join(', ')}`);
  if (full && events < LEAST_EVENTS) faults.push(`${events} events passed, ${LEAST_EVENTS} are needed`);
  if (full && largestTick <= LEAST_TICK)
    faults.push(`the largest tick held ${largestTick} rows, not over ${LEAST_TICK}`);
  return faults;
}

/** For people. */
export function spell(answer: Answer, faults: readonly string[]): string {
  const {
    seed,
    minutes,
    kinds: asked,
    injected,
    events,
    largestTick,
    violations,
    caughtUpMs,
    drainedMs,
    seconds,
  } = answer;
  const row = (...[name, times, slowest]: [string, string, string]): string =>
    `  ${name.padEnd(22)}${times.padStart(5)}${slowest.padStart(18)}`.trimEnd();
  const kinds = Object.entries(injected).map(([kind, times]) => {
    const slowest = caughtUpMs[kind];
    return row(kind, String(times), slowest === undefined ? '' : inSeconds(slowest));
  });
  const drained = Object.entries(drainedMs).map(
    ([fault, ms]) =>
      `  ${fault.padEnd(22)}${(ms === null ? 'never' : inSeconds(ms)).padStart(8)}   (${limitOf(fault) / 1000} s are allowed)`,
  );
  const shown = violations.slice(0, 40).map(({ invariant, detail }) => `  ${invariant}: ${detail}`);
  return [
    `${'faults injected'.padEnd(24)}times  slowest recovery`,
    ...kinds,
    ...(drained.length > 0 ? ['drained after', ...drained] : []),
    `events          ${events}, and ${largestTick} rows in the largest tick`,
    `violations      ${violations.length}`,
    ...shown,
    ...(violations.length > shown.length ? [`  and ${violations.length - shown.length} more`] : []),
    `seed ${seed}, ${Math.round(seconds)} s; again: npm run faults -- --minutes ${minutes} --seed ${seed}${asked.map((kind) => ` --kind ${kind}`).join('')}`,
    faults.length === 0 ? 'every promise was kept' : `FAILED: ${faults.join('; ')}`,
    '',
  ].join('\n');
}
