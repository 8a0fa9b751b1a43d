import { join } from 'node:path';
import { readOptions, USAGE, type BenchOptions } from './options.js';
import type { Judged } from './measure/result.js';
import { rows } from './rows/index.js';
import { BenchStack } from './stack/bench-stack.js';
import { table } from './table.js';

const ROUNDS = { full: 5, quick: 2 };

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const options = readOptions(
    process.argv.slice(2),
    rows.map(({ name }) => name),
  );
  if (options.help) return void process.stdout.write(`${USAGE}\n`);
  const judged: Judged[] = [];
  // What was measured before a run was stopped is worth as much as before.
  await withStack((stack) => runAll(stack, options, judged)).catch(fail);
  const answer = options.json ? JSON.stringify(judged.map(({ result }) => result)) : table(judged);
  process.stdout.write(`${answer}\n`);
  for (const { result, verdict } of judged.filter((one) => one.verdict !== 'holds')) {
    tell(
      `${result.name}: ${verdict === 'unfair' ? 'unfair, the peer ran below its recorded floor' : 'misses'}`,
    );
    process.exitCode = 1;
  }
}

async function withStack<T>(work: (stack: BenchStack) => Promise<T>): Promise<T> {
  const dataDir = process.env['MAKEGOOD_BENCH_DATA_DIR'] ?? join(process.cwd(), '.data', 'bench');
  const stack = await BenchStack.open(dataDir, tell);
  const interrupted = new Promise<never>((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
    }
  });
  try {
    return await Promise.race([work(stack), interrupted]);
  } finally {
    await stack.close();
  }
}

/** A row that breaks down does not take the others with it. */
async function runAll(
  stack: BenchStack,
  { only, quick, profile, peerAlone }: BenchOptions,
  judged: Judged[],
): Promise<void> {
  const chosen = rows.filter(({ name }) => only.length === 0 || only.includes(name));
  const count = quick ? ROUNDS.quick : ROUNDS.full;
  for (const [index, row] of chosen.entries()) {
    const began = Date.now();
    tell(`[${index + 1}/${chosen.length}] ${row.name}: ${row.says}`);
    const given = {
      stack,
      quick,
      rounds: count,
      profile,
      peerAlone,
      tell: (line: string) => tell(`  ${line}`),
    };
    const found = await row.measure(given).catch(fail);
    judged.push(...(found ?? []));
    for (const one of found ?? []) tell(`  ${inShort(one)}`);
    tell(`  ${row.name} took ${Math.round((Date.now() - began) / 1000)} s`);
  }
}

function inShort({ result: { name, ratio, interval }, verdict }: Judged): string {
  const [low, high] = interval.map((end) => end.toFixed(2));
  return `${name}: ${ratio.toFixed(2)} (${low} .. ${high}), ${verdict}`;
}

function fail(error: unknown): undefined {
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}

main()
  .catch(fail)
  // A contestant that hangs must not keep a failed bench alive.
  .finally(() => process.exitCode && process.exit());
