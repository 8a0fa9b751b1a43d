import { parseArgs } from 'node:util';

export interface FaultOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly json: boolean;
  /** These kinds only; empty: all. */
  readonly kinds: readonly string[];
  /** One of the plants, or `list`: say which there are. */
  readonly plant?: string;
  readonly help: boolean;
}

export const USAGE = `npm run faults -- [options]

  --minutes M    how long the random part lasts (default 3); the disasters that come last need about 3 more
  --seed N       repeats a run's choices (default: from the clock, and printed)
  --kind NAME    these kinds of fault only; may be given several times
  --plant NAME   breaks one invariant on purpose: exit 0 when the checker caught it, else 1;
                 --plant list names them all
  --json         the answer as JSON on stdout (progress goes to stderr)

Starts a Kafka and a Postgres of its own (data in .data/faults, or where MAKEGOOD_FAULTS_DATA_DIR says).`;

/** Its message says what is wrong with the arguments, and what there is. */
export class WrongOption extends Error {
  override readonly name = 'WrongOption';
}

/** @throws WrongOption */
export function readOptions(
  args: string[],
  known: { kinds: readonly string[]; plants: readonly string[] },
): FaultOptions {
  const values = parse(args);
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (!(minutes > 0 && minutes <= 600))
    throw new WrongOption(`--minutes ${values.minutes}: write a number above 0, at most 600`);
  if (!Number.isSafeInteger(seed)) throw new WrongOption(`--seed ${values.seed}: write a whole number`);
  const unknown = values.kind.filter((name) => !known.kinds.includes(name));
  if (unknown.length > 0)
    throw new WrongOption(`no kind is called ${unknown.join(', ')}: there are ${known.kinds.join(', ')}`);
  const { plant, json, help } = values;
  if (plant !== undefined && plant !== 'list' && !known.plants.includes(plant))
    throw new WrongOption(`no plant is called ${plant}: there are ${known.plants.join(', ')}`);
  return { minutes, seed, json, help, kinds: values.kind, ...(plant === undefined ? {} : { plant }) };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        minutes: { type: 'string', default: '3' },
        seed: { type: 'string', default: String(Date.now() % 1_000_000) },
        json: { type: 'boolean', default: false },
        kind: { type: 'string', multiple: true, default: [] },
        plant: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new WrongOption(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
