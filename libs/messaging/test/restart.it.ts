import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureServers, type Servers } from '#local-stack';
import { eventually } from '#testing';
import { readState } from '../../local-stack/servers-state.js';
import { CounterLab } from './counter-lab.js';
import type { RunningCounter } from './counting-service.js';

let dataDir: string;
let lab: CounterLab;
let orders: RunningCounter;
let total = 0;
const held: Servers[] = [];
const shared = process.env.MAKEGOOD_TEST_SERVERS;

/** Servers of this test's own, which it may kill. A second call repairs what was killed, on the same ports. */
async function start(): Promise<void> {
  const servers = await ensureServers({ dataDir, env: {}, report: () => undefined });
  held.push(servers);
  const { brokers, kafkaAdmin, databaseUrl } = servers;
  process.env.MAKEGOOD_TEST_SERVERS = JSON.stringify({ brokers, kafkaAdmin, databaseUrl });
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'makegood-restart-'));
  await start();
  lab = await CounterLab.open();
  orders = await lab.start('orders');
}, 180_000);

afterAll(async () => {
  await lab.close();
  for (const servers of held) await servers.stop();
  process.env.MAKEGOOD_TEST_SERVERS = shared;
  await rm(dataDir, { recursive: true, force: true });
}, 120_000);

test.each(['postgres', 'kafka'] as const)(
  '%s is killed under load: every accepted event has one effect, in order, and is said on once',
  async (server) => {
    const counter = await lab.spawn('tracking');
    const ids = lab.orderIds(50);
    total += await lab.say(orders, ids, 10);
    const { [server]: victim } = await readState(dataDir);
    process.kill(victim!.process.pid, 'SIGKILL');
    await start();
    total += await lab.say(orders, ids, 5);
    expect(await lab.settled(total, 90_000)).toEqual({ applied: total, disordered: [] });
    // The relay may still be finding Kafka again.
    const said = await eventually(
      () => lab.said(),
      ({ facts }) => facts >= total,
      60_000,
    );
    expect(said).toEqual({ facts: total, disordered: 0 });
    const ended = new Promise((resolve) => counter.once('exit', resolve));
    counter.kill('SIGTERM');
    await ended;
  },
  180_000,
);
