import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { readOptions, type Options } from './options.js';
import { listPlants, plantNamed } from './plants.js';
import type { SeedResult, WorkerTask } from './seed-result.js';
import { Tally } from './tally.js';

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));
const SHOWN = 5;

try {
  const options = readOptions(process.argv.slice(2), availableParallelism());
  if (options.plant === 'list') process.stdout.write(`${listPlants()}\n`);
  else {
    if (options.plant !== undefined) plantNamed(options.plant);
    process.exitCode = await simulate(options);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function simulate(options: Options): Promise<number> {
  const tally = new Tally();
  const began = performance.now();
  await Promise.all(
    tasks(options).map((task) =>
      runWorker(task, (result) => {
        tally.add(result);
        if (options.plant === undefined) tellFailure(result);
        if (tally.seeds % 50 === 0) progress(tally, options, began);
      }),
    ),
  );
  progress(tally, options, began);
  if (tally.seeds !== options.seeds)
    throw new Error(`only ${tally.seeds} of ${options.seeds} seeds were played`);
  if (options.json) process.stdout.write(`${JSON.stringify(tally, null, 2)}\n`);
  else if (options.plant === undefined) report(tally);
  if (options.plant !== undefined) return show(options.plant, tally, options.json);
  return tally.failed.length === 0 && tally.missing().length === 0 ? 0 : 1;
}

/** Exit 0: some seed broke a promise, as it must with that defect in it. */
function show(plant: string, { seeds, caught }: Tally, json: boolean): number {
  const [first] = caught;
  const said = first?.violations[0];
  const line = said
    ? `${plant} was caught (${caught.length} of ${seeds} seeds): seed ${first.seed}: ${said.invariant}: ${said.detail}`
    : `${plant} WAS NOT CAUGHT in ${seeds} seeds`;
  // Beside an answer in JSON, which is all that may stand there, it is a remark.
  (json ? process.stderr : process.stdout).write(`${line}\n`);
  return said ? 0 : 1;
}

/** Dealt out in turn, so that all workers end at about the same time. */
function tasks({ seed, seeds, workers, plant }: Options): WorkerTask[] {
  return Array.from({ length: workers }, (_, worker) => ({
    seeds: Array.from({ length: seeds }, (__, nth) => seed + nth).filter(
      (one) => (one - seed) % workers === worker,
    ),
    plant,
    // What was planted is known: nobody needs its history.
    shrink: plant === undefined ? 1 : 0,
  }));
}

function runWorker(task: WorkerTask, onResult: (result: SeedResult) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = fork(WORKER, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    worker.on('message', (result) => onResult(result as SeedResult));
    worker.once('error', reject);
    worker.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`a worker ended with code ${code}: see above`)),
    );
    worker.send(task);
  });
}

/** At once: who plays ten thousand seeds need not wait for the last of them. */
function tellFailure({ seed, violations: [first] }: SeedResult): void {
  if (first) process.stderr.write(`seed ${seed} broke a promise: ${first.invariant}: ${first.detail}\n`);
}

function progress({ seeds, events, failed }: Tally, { seeds: all }: Options, began: number): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stderr.write(`${seeds} of ${all} seeds, ${events} events, ${failed.length} failed, ${seconds} s\n`);
}

function report(tally: Tally): void {
  const out = (line = '') => process.stdout.write(`${line}\n`);
  out(`${tally.seeds} seeds: ${tally.events} events, ${tally.steps} await points`);
  out(`\nfaults and deeds\n${table(tally.counts)}`);
  out(`\nawait points reached (${tally.points.size} kinds)\n${table(tally.points)}`);
  for (const { seed, violations, minimal } of tally.failed.slice(0, SHOWN)) {
    out(`\nseed ${seed}: again with  npm run simulate -- --seed ${seed}`);
    for (const { invariant, detail } of violations.slice(0, SHOWN)) out(`  ${invariant}: ${detail}`);
    if (minimal) out(`  minimal history:\n${minimal.map((line) => `    ${line}`).join('\n')}`);
  }
  for (const name of tally.missing()) out(`\n${name}: never happened, so nothing is shown of it`);
  out(`\n${tally.failed.length} of ${tally.seeds} seeds broke a promise`);
}

function table(counts: ReadonlyMap<string, number>): string {
  const rows = [...counts].toSorted(([, a], [, b]) => b - a);
  return rows.map(([name, count]) => `${String(count).padStart(9)}  ${name}`).join('\n');
}
