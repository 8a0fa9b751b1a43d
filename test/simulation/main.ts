import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { readOptions, type Options } from './options.js';
import { listPlants, plantNamed, plants, type Plant } from './plants.js';
import type { Game, SeedResult, WorkerTask } from './seed-result.js';
import { Tally } from './tally.js';

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));
const SEEDS = 100;
const SHOWN = 5;

try {
  const options = readOptions(process.argv.slice(2), availableParallelism());
  if (options.plant === 'list') process.stdout.write(`${listPlants()}\n`);
  else if (options.plant === undefined) process.exitCode = await simulate(options);
  else process.exitCode = await showAll(plantsOf(options.plant), options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function simulate(options: Options): Promise<number> {
  const tally = new Tally();
  const began = performance.now();
  const games = seedsFrom(options.seed, options.seeds ?? SEEDS);
  await playAll(games, options, (result) => {
    tally.add(result);
    tellFailure(result);
    if (tally.seeds % 50 === 0) progress(tally, games.length, began);
  });
  progress(tally, games.length, began);
  if (options.json) process.stdout.write(`${JSON.stringify(tally, null, 2)}\n`);
  else report(tally);
  return tally.failed.length === 0 && tally.missing().length === 0 ? 0 : 1;
}

/** Exit 0: of each some seed broke the promise that this defect is to break. */
async function showAll(planted: readonly Plant[], options: Options): Promise<number> {
  const tallies = new Map(planted.map(({ name }) => [name, new Tally()]));
  const games = planted.flatMap(({ name, seeds }) =>
    seedsFrom(options.seed, options.seeds ?? seeds).map((game) => ({ ...game, plant: name })),
  );
  await playAll(games, options, (result) => tallies.get(result.plant ?? '')?.add(result));
  const shown = planted.map((plant) => show(plant, tallies.get(plant.name) ?? new Tally(), options.json));
  if (options.json) process.stdout.write(`${JSON.stringify(Object.fromEntries(tallies), null, 2)}\n`);
  return shown.every(Boolean) ? 0 : 1;
}

function plantsOf(name: string): readonly Plant[] {
  return name === 'all' ? plants : [plantNamed(name)];
}

function seedsFrom(first: number, count: number): Game[] {
  return Array.from({ length: count }, (_, nth) => ({ seed: first + nth }));
}

/** @returns whether it was caught */
function show({ name, caughtBy }: Plant, tally: Tally, json: boolean): boolean {
  const caught = tally.caughtBy(caughtBy);
  const [first] = caught;
  const others = [
    ...new Set(tally.failed.flatMap(({ violations }) => violations.map((one) => one.invariant))),
  ];
  const line = first
    ? `${name} was caught (${caught.length} of ${tally.seeds} seeds): seed ${first.seed}: ${first.invariant}: ${first.detail}`
    : `${name} WAS NOT CAUGHT in ${tally.seeds} seeds: not by ${caughtBy.join(' or ')}, only by ${others.join(', ') || 'nothing'}`;
  // Beside an answer in JSON, which is all that may stand there, it is a remark.
  (json ? process.stderr : process.stdout).write(`${line}\n`);
  return first !== undefined;
}

/** Dealt out in turn, so that all workers end at about the same time. @throws Error when one is left out */
async function playAll(
  games: readonly Game[],
  { workers }: Options,
  onResult: (result: SeedResult) => void,
): Promise<void> {
  let played = 0;
  const tasks = Array.from({ length: Math.min(workers, games.length) }, (_, worker): WorkerTask => ({
    games: games.filter((__, nth) => nth % workers === worker),
    // What was planted is known: nobody needs its history.
    shrink: games.some(({ plant }) => plant !== undefined) ? 0 : 1,
  }));
  await Promise.all(
    tasks.map((task) =>
      runWorker(task, (result) => {
        played += 1;
        onResult(result);
      }),
    ),
  );
  if (played !== games.length) throw new Error(`only ${played} of ${games.length} seeds were played`);
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

function progress({ seeds, events, failed }: Tally, all: number, began: number): void {
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
