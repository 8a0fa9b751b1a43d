import { readFile } from 'node:fs/promises';

const MB = 1_000_000;

/** What a process holds at an instant, beside how much of its work it had done. */
export interface MemorySample {
  done: number;
  /** Proportional set size: its own pages, and its part of those that it shares. */
  megabytes: number;
}

/** @throws Error where /proc/<pid>/smaps_rollup cannot be read: memory is measured on Linux only. */
export async function proportionalMegabytes(pid: number): Promise<number> {
  return parsePss(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'));
}

export function parsePss(rollup: string): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
  if (kilobytes === undefined) throw new Error('smaps_rollup has no line "Pss:"');
  return (Number(kilobytes) * 1024) / MB;
}

/** By how much it grows per unit of work: the line of least squares through the later half, warm-up left out. */
export function slope(samples: readonly MemorySample[]): number {
  const all = samples.at(-1)?.done ?? 0;
  const later = samples.filter(({ done }) => done >= all / 2);
  const mean = (pick: (sample: MemorySample) => number): number =>
    later.reduce((sum, one) => sum + pick(one), 0) / later.length;
  const [x, y] = [mean(({ done }) => done), mean(({ megabytes }) => megabytes)];
  const spread = later.reduce((sum, { done }) => sum + (done - x) ** 2, 0);
  const together = later.reduce((sum, { done, megabytes }) => sum + (done - x) * (megabytes - y), 0);
  return spread === 0 ? 0 : together / spread;
}
