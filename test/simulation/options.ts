/** What is asked of `npm run simulate`. */
export interface Options {
  /** How many; undefined: as many as the run, or each plant, thinks right. */
  seeds?: number;
  /** The first one. */
  seed: number;
  json: boolean;
  /** A plant's name, `all` or `list`. */
  plant?: string;
  /** Processes. */
  workers: number;
}

export const USAGE = `npm run simulate -- [--seeds N] [--seed K] [--json] [--plant NAME] [--workers W]

  --seeds N     how many seeds to play (100; with a plant as many as it needs)
  --seed K      the first one (1); alone: only this one, with what happened in it
  --plant NAME  breaks something on purpose: exit 0 when some seed reported it, else 1; --plant list names them, and
                --plant all tries each
  --workers W   processes to play them in (one per core)`;

/** @throws RangeError naming what cannot be understood */
export function readOptions(args: readonly string[], cores: number): Options {
  const given = new Map<string, string>();
  for (let at = 0; at < args.length; at += 1) {
    const name = args[at] ?? '';
    if (name === '--json') given.set(name, 'true');
    else if (['--seeds', '--seed', '--plant', '--workers'].includes(name))
      given.set(name, args[(at += 1)] ?? '');
    else throw new RangeError(`"${name}" is not understood.\n\n${USAGE}`);
  }
  const whole = (name: string): number | undefined => {
    const value = given.get(name);
    if (value === undefined) return undefined;
    if (!/^\d{1,9}$/.test(value) || Number(value) === 0)
      throw new RangeError(`${name} needs a whole number above 0`);
    return Number(value);
  };
  const seed = whole('--seed');
  return {
    seeds: whole('--seeds') ?? (seed && 1),
    seed: seed ?? 1,
    json: given.has('--json'),
    plant: given.get('--plant'),
    workers: whole('--workers') ?? cores,
  };
}
