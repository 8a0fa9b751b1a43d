import { parseArgs } from 'node:util';

export interface BenchOptions {
  json: boolean;
  quick: boolean;
  /** Names of the rows to run; empty: all. */
  only: string[];
  profile?: string;
  /** The peers by themselves, to set their floors. */
  peerAlone: boolean;
  help: boolean;
}

export const USAGE = `npm run bench -- [options]

  --json          the answer as JSON on stdout (progress goes to stderr)
  --only NAME     this row only; may be given several times
  --quick         2 rounds of fewer events instead of 5
  --peer-alone    each peer by itself, without ours between: what its floor is set from
  --profile DIR   a CPU profile of each contestant, for Chrome's or VS Code's viewer

Uses the servers that KAFKA_BROKERS and DATABASE_URL name, else local ones (data in .data/bench, or where
MAKEGOOD_BENCH_DATA_DIR says), in a namespace of its own that is dropped at the end.`;

/** @throws Error that names what is wrong with the arguments. */
export function readOptions(args: string[], rowNames: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      profile: { type: 'string' },
      'peer-alone': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const unknown = values.only.filter((name) => !rowNames.includes(name));
  if (unknown.length > 0) {
    throw new Error(`no row is called ${unknown.join(', ')}: there are ${rowNames.join(', ')}`);
  }
  const { 'peer-alone': peerAlone, ...others } = values;
  return { ...others, peerAlone };
}
