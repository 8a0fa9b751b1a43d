import { setTimeout as sleep } from 'node:timers/promises';
import { DoorError } from '../../door/gateway-client.js';

/** Does the work for every item, at most so many at a time; the results in the items' order. */
export async function inParallel<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T, nth: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const nth = next++;
      results[nth] = await work(items[nth] as T, nth);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}

const TRIES = 5;
const PAUSE_MS = 500;

/** Asks again when the door says that it cannot answer now; what is asked may be asked twice. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof DoorError) || error.status !== 503 || tries === TRIES) throw error;
      await sleep(PAUSE_MS * tries);
    }
  }
}
