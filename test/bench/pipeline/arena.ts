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

/** Where pipelines run: events that wait on `orders.events`, the tables of the tracking service, `tracking.events`. */
export class PipelineArena {
  private constructor(
    private readonly stack: BenchStack,
    private readonly database: pg.Client,
    private readonly events: number,
    private readonly tell: (line: string) => void,
  ) {}

  static async open(stack: BenchStack, events: number, tell: (line: string) => void): Promise<PipelineArena> {
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
    return new PipelineArena(stack, database, events, tell);
  }

  /**
   * One round: from the first records that the contestant gets until all facts are on the output topic, and their
   * effects in the table.
   * @param enough stop when so many events are through; the slow do not have to read all.
   */
  async round(contestant: Spawned, round: number, enough = this.events): Promise<Measured> {
    await this.database.query(RESET);
    const target = (await this.published()) + enough;
    const began = await contestant.start(round);
    const spentBefore = await this.cpuSeconds(contestant);
    const ended = await this.until(target, contestant);
    const spentAfter = await this.cpuSeconds(contestant);
    await contestant.stop();
    await this.verify(contestant, enough);
    const seconds = (ended - began) / 1000;
    const cpu = spentAfter?.map((after, index) => (after - (spentBefore?.[index] ?? NaN)) / enough);
    this.tell(`${contestant.name} ${enough} events in ${seconds.toFixed(2)} s${split(cpu)}`);
    return { rate: enough / seconds, cpuSecondsPerUnit: cpu?.reduce((sum, one) => sum + one, 0) };
  }

  async close(): Promise<void> {
    await this.database.end();
  }

  private async until(target: number, contestant: Spawned): Promise<number> {
    const began = Date.now();
    const first = await this.published();
    for (;;) {
      const published = await this.published();
      const elapsed = Date.now() - began;
      if (published >= target) return began + elapsed;
      contestant.check();
      if (elapsed > PATIENCE_MS) {
        const lack = target - published;
        throw new Error(`${contestant.name}: ${lack} facts are still missing after ${PATIENCE_MS / 1000} s`);
      }
      await sleep(untilNextLook(elapsed, published - first, target - first));
    }
  }

  private published(): Promise<number> {
    return length(this.stack.kafka, this.stack.namespace.topic(OUTPUT));
  }

  private cpuSeconds(contestant: Spawned): Promise<number[] | undefined> {
    const { serverPids } = this.stack;
    return serverPids ? cpuSeconds([contestant.pid, ...serverPids]) : Promise.resolve(undefined);
  }

  /** A pace with wrong effects is worth nothing. */
  private async verify({ name }: Spawned, enough: number): Promise<void> {
    const { rows } = await this.database.query<{ events: number; disordered: number }>(APPLIED);
    const { events = 0, disordered = 0 } = rows[0] ?? {};
    const right = enough === this.events ? events === enough : events >= enough;
    if (!right || disordered > 0) {
      throw new Error(`${name}: ${events} effects of ${enough} events, ${disordered} of them out of order`);
    }
  }
}

async function length(kafka: KafkaPort, topic: string): Promise<number> {
  return Number((await kafka.ranges(topic)).reduce((sum, { high }) => sum + high, 0n));
}

/** Progress only: where the CPU time went. */
function split(cpu: readonly number[] | undefined): string {
  if (!cpu) return '';
  const [own = NaN, ...servers] = cpu.map((seconds) => Math.round(seconds * 1e6));
  const postgres = servers.pop();
  return `; us of CPU each: ${own} own, ${servers.join(' + ')} Kafka, ${postgres} Postgres`;
}
