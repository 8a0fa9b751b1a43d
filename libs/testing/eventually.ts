import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is the one hoped for; gives the last answer when time is up, for the test to judge. */
export async function eventually<T>(
  ask: () => Promise<T>,
  hoped: (answer: T) => boolean,
  ms = 15_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (hoped(answer) || Date.now() > deadline) return answer;
    await sleep(25);
  }
}
