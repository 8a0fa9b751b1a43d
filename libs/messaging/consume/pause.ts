/** Lets so many milliseconds pass; unlike `node:timers/promises` by the timers that tests can replace. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
