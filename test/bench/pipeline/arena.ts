import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { MessagingTables, type KafkaPort } from '#messaging';
import { migrate } from '#postgres';
import type { Spawned } from '../contestants/spawned.js';
import { cpuSeconds } from '../measure/cpu-seconds.js';
import { untilNextLook } from '../measure/next-look.js';
import type { Measured } from '../measure/duel.js';
import type { BenchStack } from '../stack/bench-stack.js';
import { INPUT, writeInput } from './input.js';
import { APPLIED, Bench1700000000003, RESET } from './tables.js';

const OUTPUT = 'tracking.events';
const PATIENCE_MS = 300_000;

export interface ArenaOptions {
  /** Events that wait on the input topic. */
  events: number;
  /** When an event counts as done: its fact is on the output topic, or its effect is in the table. */
  until?: 'published' | 'applied';
  /** Puts the tables back to the beginning. */
  reset?: string;
}

/** Where pipelines run: events that wait on `orders.events`, the tables of the tracking service, `tracking.events`. */
export class PipelineArena {
  private constructor(
    private readonly stack: BenchStack,
    private readonly database: pg.Client,
    private readonly options: Required<ArenaOptions>,
    private readonly tell: (line: string) => void,
  ) {}

  static async open(
    stack: BenchStack,
    { events, until = 'published', reset = RESET }: ArenaOptions,
    tell: (line: string) => void,
  ): Promise<PipelineArena> {
    await migrate(stack.place.logins.owner, [MessagingTables, Bench1700000000003]);
    const database = new pg.Client({ connectionString: stack.databaseUrl });
    // The namespace may be dropped under it, when something else went wrong.
    database.on('error', () => undefined);
    await database.connect();
    const input = stack.namespace.topic(INPUT);
    if ((await length(stack.kafka, input)) === 0) {
      tell(`writing ${events} events to ${INPUT}`);
      await writeInput(stack.kafka, input, events);
    }
    return new PipelineArena(stack, database, { events, until, reset }, tell);
  }

  /**
   * One round: from the first records that the contestant gets until all facts are on the output topic, and their
   * effects in the table.
   * @param contestant several are replicas of one.
   * @param enough stop when so many events are through; the slow do not have to read all.
   */
  async round(
    contestant: Spawned | readonly Spawned[],
    round: number,
    enough = this.options.events,
  ): Promise<Measured> {
    const all = [contestant].flat();
    await this.database.query(this.options.reset);
    const target = (await this.done()) + enough;
    const began = Math.min(...(await Promise.all(all.map((one) => one.start(round)))));
    const spentBefore = await this.cpuSeconds(all);
    const ended = await this.until(target, all);
    const spentAfter = await this.cpuSeconds(all);
    await Promise.all(all.map((one) => one.stop()));
    await this.verify(all, enough);
    const seconds = (ended - began) / 1000;
    const cpu = spentAfter?.map((after, index) => (after - (spentBefore?.[index] ?? NaN)) / enough);
    this.tell(`${namesOf(all)} ${enough} events in ${seconds.toFixed(2)} s${split(all.length, cpu)}`);
    return { value: enough / seconds, cpuSecondsPerUnit: cpu?.reduce((sum, one) => sum + one, 0) };
  }

  async close(): Promise<void> {
    await this.database.end();
  }

  private async until(target: number, contestants: readonly Spawned[]): Promise<number> {
    const began = Date.now();
    const first = await this.done();
    for (;;) {
      const done = await this.done();
      const elapsed = Date.now() - began;
      if (done >= target) return began + elapsed;
      for (const one of contestants) one.check();
      if (elapsed > PATIENCE_MS) {
        const lack = target - done;
        throw new Error(`${namesOf(contestants)}: ${lack} events are missing after ${PATIENCE_MS / 1000} s`);
      }
      await sleep(untilNextLook(elapsed, done - first, target - first));
    }
  }

  private async done(): Promise<number> {
    if (this.options.until === 'applied') return (await this.applied()).events;
    return length(this.stack.kafka, this.stack.namespace.topic(OUTPUT));
  }

  private async applied(): Promise<{ events: number; disordered: number }> {
    const { rows } = await this.database.query<{ events: number; disordered: number }>(APPLIED);
    return rows[0] ?? { events: 0, disordered: 0 };
  }

  private cpuSeconds(contestants: readonly Spawned[]): Promise<number[] | undefined> {
    const { serverPids } = this.stack;
    const own = contestants.map(({ pid }) => pid);
    return serverPids ? cpuSeconds([...own, ...serverPids]) : Promise.resolve(undefined);
  }

  /** A pace with wrong effects is worth nothing. */
  private async verify(contestants: readonly Spawned[], enough: number): Promise<void> {
    const { events, disordered } = await this.applied();
    const right = enough === this.options.events ? events === enough : events >= enough;
    if (!right || disordered > 0) {
      const name = namesOf(contestants);
      throw new Error(`${name}: ${events} effects of ${enough} events, ${disordered} of them out of order`);
    }
  }
}

function namesOf(contestants: readonly Spawned[]): string {
  return contestants.map(({ name }) => name).join(' + ');
}

async function length(kafka: KafkaPort, topic: string): Promise<number> {
  return Number((await kafka.ranges(topic)).reduce((sum, { high }) => sum + high, 0n));
}

/** Progress only: where the CPU time went. */
function split(contestants: number, cpu: readonly number[] | undefined): string {
  if (!cpu) return '';
  const us = cpu.map((seconds) => Math.round(seconds * 1e6));
  const own = us.slice(0, contestants).join(' + ');
  const kafka = us.slice(contestants, -1).join(' + ');
  return `; us of CPU each: ${own} own, ${kafka} Kafka, ${us.at(-1)} Postgres`;
}
