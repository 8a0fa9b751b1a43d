import { join } from 'node:path';
import { StackProblem } from '#local-stack';
import { disasters } from './disasters/disasters.js';
import { kinds } from './nemesis/kinds.js';
import { readOptions, USAGE, WrongOption } from './options.js';
import type { FaultOptions } from './options.js';
import { plants } from './plants/plants.js';
import { faultsOf, spell } from './report.js';
import type { Answer } from './report.js';
import { broken, rage, strike } from './run.js';
import type { SessionWanted } from './session.js';
import { OwnServers } from './stack/servers.js';

const ORDERS_PER_SECOND = 11;
/** Faults after which the time to recover is measured, in the middle of a burst. */
const MEASURED = ['kill-kafka', 'kill-service'];

const began = Date.now();
const seconds = (): number => (Date.now() - began) / 1000;
const tell = (line: string): void =>
  void process.stderr.write(`${seconds().toFixed(1).padStart(6)} s  ${line}\n`);

async function main(options: FaultOptions, undo: SessionWanted['undo']): Promise<number> {
  const dataDir = process.env.MAKEGOOD_FAULTS_DATA_DIR ?? join(process.cwd(), '.data', 'faults');
  tell(`seed ${options.seed}`);
  const servers = await OwnServers.open(dataDir, tell);
  undo(() => servers.stop());
  const { brokers, kafkaAdmin, databaseUrl } = servers.access;
  process.env.MAKEGOOD_TEST_SERVERS = JSON.stringify({ brokers, kafkaAdmin, databaseUrl });
  const wanted = { seed: options.seed, dataDir, servers, tell, undo };
  return options.plant === undefined ? run(options, wanted) : show(options.plant, wanted);
}

async function run(options: FaultOptions, wanted: SessionWanted): Promise<number> {
  const isWanted = ({ name }: { name: string }): boolean =>
    options.kinds.length === 0 || options.kinds.includes(name);
  const [raging, striking] = [kinds.filter(isWanted), disasters.filter(isWanted)];
  const injected: Record<string, number> = {};
  const violations: Answer['violations'][number][] = [];
  let [events, largestTick] = [0, 0];
  let [caughtUpMs, drainedMs]: [Answer['caughtUpMs'], Answer['drainedMs']] = [{}, {}];
  if (raging.length > 0) {
    const raged = await rage({
      ...wanted,
      replicas: { orders: 2, tracking: 2 },
      kinds: raging,
      rageMs: options.minutes * 60_000,
      ordersPerSecond: ORDERS_PER_SECOND,
      measured: raging.filter(({ name }) => MEASURED.includes(name)),
    });
    Object.assign(injected, raged.injected);
    violations.push(...raged.violations);
    [events, largestTick] = [raged.events, raged.largestTick];
    [caughtUpMs, drainedMs] = [raged.caughtUp, raged.drained];
  }
  for (const disaster of striking) {
    tell(`${disaster.name}, in a namespace of its own`);
    const judged = await strike(wanted, disaster);
    for (const { invariant, detail } of judged.violations) tell(`${invariant}: ${detail}`);
    injected[disaster.name] = 1;
    events += judged.events;
    violations.push(
      ...judged.violations.map(({ invariant, detail }) => ({
        invariant,
        detail: `${disaster.name}: ${detail}`,
      })),
    );
  }
  const { seed, minutes, kinds: asked } = options;
  const ran = { seed, minutes, kinds: asked, injected, events, largestTick };
  const answer = { ...ran, violations, caughtUpMs, drainedMs, seconds: seconds() };
  const faults = faultsOf(answer, options.kinds.length === 0);
  process.stdout.write(
    options.json ? `${JSON.stringify({ ...answer, faults }, undefined, 2)}\n` : spell(answer, faults),
  );
  return faults.length === 0 ? 0 : 1;
}

/** Exit 0: the checker said what was broken. */
async function show(name: string, wanted: SessionWanted): Promise<number> {
  const plant = plants.find((one) => one.name === name);
  if (!plant) throw new Error(`there is no plant ${name}`);
  const violations = await broken(wanted, plant);
  const caught = violations.find(({ invariant }) => plant.caughtBy.includes(invariant));
  process.stdout.write(
    caught
      ? `${name} was caught (${violations.length} violations): ${caught.invariant}: ${caught.detail}\n`
      : `${name} WAS NOT CAUGHT: the checker said ${violations.map(({ invariant }) => invariant).join(', ') || 'nothing'}\n`,
  );
  return caught ? 0 : 1;
}

/** What its user can put right needs no stack. */
class Interrupted extends Error {}

function wordsFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof StackProblem)
    return `${error.message}\nA run kills its servers: it starts its own, whatever KAFKA_BROKERS and DATABASE_URL say.`;
  const isPlain = error instanceof Interrupted || error instanceof WrongOption;
  return isPlain ? error.message : (error.stack ?? error.message);
}

const steps: (() => Promise<void>)[] = [];
const interrupted = new Promise<never>((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => reject(new Interrupted(`stopped by ${signal}: nothing was judged`)));
});
try {
  const options = readOptions(process.argv.slice(2), {
    kinds: [...kinds, ...disasters].map(({ name }) => name),
    plants: plants.map(({ name }) => name),
  });
  if (options.plant === 'list') process.stdout.write(`${plants.map(({ name }) => name).join('\n')}\n`);
  else if (options.help) process.stdout.write(`${USAGE}\n`);
  else process.exitCode = await Promise.race([main(options, (step) => steps.push(step)), interrupted]);
} catch (error) {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exitCode = 1;
} finally {
  if (steps.length > 0) tell('everything is being stopped, which takes some seconds');
  // The last begun is undone first.
  for (const step of steps.toReversed())
    await step().catch((error: unknown) => tell(`while stopping: ${String(error)}`));
}
// Interrupted work goes on in vain until its next step fails: nobody waits for it.
process.exit();
