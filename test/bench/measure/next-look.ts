const LEAST_MS = 10;
const MOST_MS = 1_000;

/**
 * How long to wait before looking again whether a stretch of work is done: half of what it still seems to take, so
 * that few looks cost the servers little and the end is seen within some 10 ms all the same.
 */
export function untilNextLook(elapsedMs: number, done: number, total: number): number {
  if (done <= 0) return 100;
  const remaining = (elapsedMs * (total - done)) / done;
  return Math.min(MOST_MS, Math.max(LEAST_MS, remaining / 2));
}
