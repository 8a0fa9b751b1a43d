import { parseArgs } from 'node:util';

export interface FuzzOptions {
  readonly seconds: number;
  readonly seed: number;
  /** These roles only; empty: all. */
  readonly roles: readonly string[];
  readonly help: boolean;
}

export const USAGE = `npm run fuzz -- [options]

  --seconds N   how long to go on in all (default 600)
  --seed N      repeats a run's choices (default: from the clock, and printed)
  --role NAME   as these only, such as owner, admin or network; may be given several times

Asks every operation of the OpenAPI documents through the door, as a principal of each role in turn, and shows server
errors and answers that the documents do not say. Exit 1 when there was one.`;

/** @throws Error that says what is wrong with the arguments */
export function readOptions(args: string[]): FuzzOptions {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '600' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      role: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
  if (!Number.isSafeInteger(seconds) || seconds < 1)
    throw new Error(`--seconds ${values.seconds}: write a whole number`);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed ${values.seed}: write a whole number`);
  return { seconds, seed, roles: values.role, help: values.help };
}
