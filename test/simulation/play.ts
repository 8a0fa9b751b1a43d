import { createHash } from 'node:crypto';
import type { Logger } from '#messaging';
import type { Observed, Violation } from '../checker/observed.js';
import { Random } from '../checker/workload/random.js';
import { FaultPlan } from './engine/faults.js';
import type { History } from './engine/history.js';
import type { VirtualTime } from './engine/virtual-time.js';
import { observe } from './observe.js';
import { Outside } from './outside.js';
import { END, START, type Item, type Plan } from './plan.js';
import type { Plant } from './plants.js';
import type { Backend } from './postgres/backend.js';
import { untilQuiet } from './quiet.js';
import { World } from './world.js';

/** What became of one seed. */
export interface Played {
  seed: number;
  /** Of all that happened: the same plan gives the same hash. */
  hash: string;
  /** Records on all topics. */
  events: number;
  steps: number;
  rebalances: number;
  history: History;
  violations: Violation[];
}

/** So long after the last report all must be done: pauses and restarts of the plan lie within it. */
const PATIENCE_MS = 60_000;

/** Plays a plan from an empty installation to the end of its time. */
export async function play(
  plan: Plan,
  {
    backend,
    time,
    check,
    log,
  }: {
    backend: Backend;
    time: VirtualTime;
    check: (observed: Observed) => Violation[];
    log?: Logger;
  },
  plant?: Plant,
): Promise<Played> {
  time.reset(START);
  backend.reset((service) => uuidOf(`${plan.seed} ${service}`));
  const random = new Random(plan.seed ^ 0x51ed270b);
  const world = new World(random, time, backend, new FaultPlan(plan.faults), plant, log);
  const outside = new Outside(world);
  const ending = { over: false, open: undefined as string | undefined };
  world.start();
  outside.announce();
  const script = time.as(world.client, async () => {
    for (const item of plan.items) await perform(world, outside, item);
    if (time.now < END) time.jump(END);
    ending.open = await untilQuiet(world, PATIENCE_MS);
    ending.over = true;
  });
  const failed = script.catch((error: unknown) => error);
  let error: unknown;
  try {
    await world.scheduler.run(() => ending.over);
    error = await failed;
  } catch (stuck) {
    error = stuck;
  }
  world.end();
  const violations = error || ending.open ? [notDrained(error, ending.open)] : [];
  const observed = observe(backend, world.brokers.log, outside, time.now);
  if (violations.length === 0) violations.push(...check(observed));
  const { history, scheduler, brokers } = world;
  return {
    seed: plan.seed,
    hash: history.digest(observed.records),
    events: brokers.log.size,
    steps: scheduler.steps,
    rebalances: brokers.rebalances,
    history,
    violations,
  };
}

async function perform(world: World, outside: Outside, { at, deed, calmMs }: Item): Promise<void> {
  if (world.time.now < at) world.time.jump(at);
  if (deed.kind === 'report' || deed.kind === 'duplicate') await outside.send(deed);
  else if (deed.kind === 'poison') await outside.poison(deed);
  else if (deed.kind === 'control-record') world.brokers.log.appendControl(deed.topic, deed.partition);
  else if (deed.kind === 'rebalance') world.rebalance(deed.service);
  else await outside.moveClock(deed.offsetMs);
  world.history.fault(deed.kind, `${new Date(at).toISOString()} ${deed.kind} ${describe(deed)}`);
  if (calmMs > 0) await new Promise((resolve) => setTimeout(resolve, calmMs));
}

function describe(deed: Item['deed']): string {
  if ('report' in deed) return `${deed.report.kind} ${deed.report.id}`;
  if (deed.kind === 'poison') return `${deed.id}: ${deed.event.headers['ce_type']}, ${deed.event.how}`;
  const { kind: _, ...rest } = deed;
  return JSON.stringify(rest);
}

function notDrained(error: unknown, open: string | undefined): Violation {
  const detail = error instanceof Error ? (error.stack ?? error.message) : (open ?? String(error));
  return { invariant: 'not-drained', detail };
}

function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
