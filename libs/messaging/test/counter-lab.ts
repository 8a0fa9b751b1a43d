import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { contractOf, topics, TrackingUpdated } from '#contracts';
import type { Database } from '#postgres';
import { eventually, testStack, type TestStack } from '#testing';
import type { ReadRecord } from '../kafka/port.js';
import { numbered, startCounter, type CountingHooks, type RunningCounter } from './counting-service.js';
import type { CounterOrders, Death } from './counter-process.js';

const PROCESS = join(process.cwd(), 'dist/libs/messaging/test/counter-process.js');

/** What the outside can see of a counting service, and the means to make its life hard. */
export class CounterLab {
  private readonly children = new Set<ChildProcess>();
  private readonly counters: RunningCounter[] = [];
  private readonly numbers = new Map<string, number>();

  private constructor(
    readonly stack: TestStack,
    readonly effects: Database,
  ) {}

  static async open(): Promise<CounterLab> {
    const stack = await testStack();
    const lab = new CounterLab(stack, await stack.database('tracking', 'worker'));
    // Tables first: what the tests read must be there.
    for (const service of ['orders', 'tracking'] as const) await (await lab.start(service)).stop();
    return lab;
  }

  /** In this process. */
  async start(service: 'orders' | 'tracking', hooks?: CountingHooks): Promise<RunningCounter> {
    const counter = await startCounter(
      service,
      { ...this.environment(service), login: (of, role) => this.stack.login(of, role) },
      hooks,
    );
    this.counters.push(counter);
    return counter;
  }

  /** In a process of its own. */
  async spawn(service: 'orders' | 'tracking', death: Death = 'never', after = 0): Promise<ChildProcess> {
    const roles = ['owner', 'api', 'worker', 'ops'] as const;
    const logins = Object.fromEntries(
      roles.map((role) => [`${service}_${role}`, this.stack.login(service, role)]),
    );
    const orders: CounterOrders = {
      service,
      environment: { ...this.environment(service), logins },
      death,
      after,
    };
    const child = spawn(process.execPath, ['--enable-source-maps', PROCESS], {
      env: { ...process.env, COUNTER: JSON.stringify(orders) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.children.add(child);
    child.on('exit', () => this.children.delete(child));
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('exit', (code) => reject(new Error(`the counter ended with ${code} before it had started`)));
    });
    return child;
  }

  /** Says the next `perOrder` events of each order, in transactions of `size`. @returns how many. */
  async say(from: RunningCounter, orders: readonly string[], perOrder: number, size = 50): Promise<number> {
    const facts = Array.from({ length: perOrder }, () =>
      orders.map((id) => numbered(id, this.next(id))),
    ).flat();
    for (let at = 0; at < facts.length; at += size) {
      const slice = facts.slice(at, at + size);
      await from.messaging.turns.command({ kind: 'operator' }, async () => ({ answer: null, facts: slice }));
    }
    return facts.length;
  }

  /** Waits until so many effects are there (or time is up), and tells what they are. */
  async settled(expected: number, ms = 40_000): Promise<{ applied: number; disordered: string[] }> {
    await eventually(
      () => this.applied(),
      (applied) => applied >= expected,
      ms,
    );
    // A doubled effect would come after the last.
    await new Promise((resolve) => setTimeout(resolve, 700));
    const disordered = await this.effects.transaction((tx) =>
      tx.query<{ id: string }>(
        `select order_id as id from effect where numbers <> array(select generate_series(1, applied))`,
      ),
    );
    return { applied: await this.applied(), disordered: disordered.map(({ id }) => id) };
  }

  async applied(): Promise<number> {
    const [row] = await this.effects.transaction((tx) =>
      tx.query<{ n: number }>('select coalesce(sum(applied), 0)::bigint as n from effect'),
    );
    return row!.n;
  }

  async rows<R>(text: string): Promise<R[]> {
    return this.effects.transaction((tx) => tx.query<R>(text));
  }

  orderIds(count: number): string[] {
    return Array.from({ length: count }, () => randomUUID());
  }

  /** Every fact on the service's topic as a hearer that keeps the rules sees it: per partition, repetitions dropped. */
  async heardFrom(topic: 'tracking.events' | 'orders.events'): Promise<ReadRecord[]> {
    const seen = new Map<string, [number, number]>();
    const heard: ReadRecord[] = [];
    for (const { partition, record } of await this.readAll(topic)) {
      const source = `${partition} ${record.headers['ce_source']?.toString()}`;
      const pair: [number, number] = [Number(record.headers['ce_tick']), Number(record.headers['ce_id'])];
      const last = seen.get(source);
      if (last && (pair[0] < last[0] || (pair[0] === last[0] && pair[1] <= last[1]))) continue;
      seen.set(source, pair);
      heard.push(record);
    }
    return heard;
  }

  async readAll(topic: keyof typeof topics): Promise<{ partition: number; record: ReadRecord }[]> {
    const kafka = this.stack.kafka();
    const onBroker = this.stack.namespace.topic(topic);
    const wanted = (await kafka.ranges(onBroker)).filter(({ low, high }) => high > low);
    const records: { partition: number; record: ReadRecord }[] = [];
    const done = new Set<number>();
    if (wanted.length === 0) return records;
    await new Promise<void>((resolve, reject) => {
      const running = kafka.consume(
        { groupId: this.stack.namespace.group(`reader-${randomUUID()}`), topics: [onBroker], concurrency: 1 },
        {
          onJoin: () => undefined,
          onBatch: async (batch, control) => {
            for (const record of batch.records) records.push({ partition: batch.partition, record });
            control.resolve(batch.lastOffset);
            const end = wanted.find(({ partition }) => partition === batch.partition);
            if (end && batch.lastOffset >= end.high - 1n) done.add(batch.partition);
            if (done.size === wanted.length)
              setImmediate(() => void running.then((one) => one.stop()).then(resolve, reject));
          },
          onGap: () => undefined,
          onCrash: reject,
        },
      );
      running.catch(reject);
    });
    return records;
  }

  /** Of the counting service's own facts: how often each was said, and which orders' came out of order. */
  async said(): Promise<{ facts: number; disordered: number }> {
    const last = new Map<string, number>();
    let disordered = 0;
    const records = (await this.heardFrom('tracking.events')).filter(
      ({ headers }) => headers['ce_type']?.toString() === contractOf(TrackingUpdated).type,
    );
    for (const record of records) {
      const data = JSON.parse(record.value!.toString()) as TrackingUpdated;
      const times = Number(data.scan.rawCode.split(':')[0]);
      if (times !== (last.get(data.orderId) ?? 0) + 1) disordered += 1;
      last.set(data.orderId, times);
    }
    return { facts: records.length, disordered };
  }

  async close(): Promise<void> {
    for (const child of this.children) child.kill('SIGKILL');
    await Promise.all(this.counters.map((counter) => counter.stop().catch(() => undefined)));
    await this.stack.close();
  }

  private next(orderId: string): number {
    const number = (this.numbers.get(orderId) ?? 0) + 1;
    this.numbers.set(orderId, number);
    return number;
  }

  private environment(service: 'orders' | 'tracking'): Omit<CounterOrders['environment'], 'logins'> {
    const env = this.stack.env(service);
    return {
      databaseUrl: this.stack.databaseUrl,
      brokers: this.stack.servers.brokers,
      namespace: this.stack.namespace.name,
      username: env['KAFKA_USERNAME'],
      password: env['KAFKA_PASSWORD'],
    };
  }
}
