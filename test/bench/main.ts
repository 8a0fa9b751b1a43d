import { join } from 'node:path';
import { rounds, summary, verdict } from './measure/duel.js';
import { readOptions, USAGE, type BenchOptions } from './options.js';
import { rows, type Circumstances, type Row } from './rows.js';
import { BenchStack } from './stack/bench-stack.js';
import { table, type Judged } from './table.js';

const ROUNDS = { full: 5, quick: 3 };

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const options = readOptions(
    process.argv.slice(2),
    rows.map(({ name }) => name),
  );
  if (options.help) return void process.stdout.write(`${USAGE}\n`);
  const judged = await withStack((stack) => runAll(stack, options));
  const answer = options.json ? JSON.stringify(judged.map(({ result }) => result)) : table(judged);
  process.stdout.write(`${answer}\n`);
  for (const { result } of judged.filter((one) => one.verdict === 'unfair')) {
    tell(`${result.name}: unfair, the peer ran below its recorded floor`);
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

async function runAll(stack: BenchStack, { only, quick, profile }: BenchOptions): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const row of rows) {
    if (only.length > 0 && !only.includes(row.name)) continue;
    tell(`${row.name}: ${row.says}`);
    judged.push(await runRow(row, { stack, quick, profile, tell: (line) => tell(`  ${line}`) }));
  }
  return judged;
}

async function runRow(row: Row, given: Circumstances): Promise<Judged> {
  const duel = await row.open(given);
  try {
    const all = await rounds(duel, given.quick ? ROUNDS.quick : ROUNDS.full, given.tell);
    const result = summary(row.name, row.unit, all);
    return { result, expected: row.expected, verdict: verdict(result, row) };
  } finally {
    await duel.close();
  }
}

main().catch((error: unknown) => {
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  // A contestant that hangs must not keep a failed bench alive.
  process.exit(1);
});
