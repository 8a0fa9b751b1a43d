import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dropNamespace, freePort, namespace } from '#local-stack';
import { planWorld } from '../../apps/cli/src/world/plan/plan-world.js';
import type { WorldOutcome } from '../../apps/cli/src/world/books/world-outcome.js';
import { Installation, jsonOf, ready, testServers } from './run-command.js';
import type { Ran } from './run-command.js';

const NAME = `world-${process.pid}`;
const ORDERS = 30;
const SEED = 8;
let place: Installation;
let ran: Ran;
let outcome: WorldOutcome;
let stack: ChildProcess | undefined;

beforeAll(async () => {
  place = new Installation({ MAKEGOOD_PORT: String(await freePort()) });
  const counts = ['--orders', String(ORDERS), '--seed', String(SEED), '--rate', '20'];
  ran = await place.run('world', ...counts, '--namespace', NAME, '--json');
  outcome = jsonOf<WorldOutcome>(ran);
}, 300_000);

afterAll(async () => {
  if (stack?.kill('SIGTERM')) await once(stack, 'close');
  await dropNamespace(testServers(), namespace(NAME));
  place?.close();
}, 60_000);

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, one) => total + one, 0);

describe('a world of thirty orders, played through the public doors', () => {
  it('adds up, and says so', () => {
    expect([outcome.faults, ran.code]).toEqual([[], 0]);
    expect(outcome.units.unaccounted).toBe(0);
  });

  it('has every order, and every unit of every order, in one place', () => {
    const { orders } = planWorld({ seed: SEED, orders: ORDERS, sellers: 3 });
    const ordered = orders.flatMap(({ items }) => items.map(({ quantity }) => quantity));
    const { units } = outcome;
    expect(sum(outcome.orders)).toBe(ORDERS);
    expect(units.ordered).toBe(ordered.reduce((total, one) => total + one, 0));
    expect(units.shipped + units.cancelled + sum(units.unfulfillable) + units.open).toBe(units.ordered);
    expect(sum(units.states)).toBe(units.shipped);
    expect(units.shipped).toBeGreaterThan(ORDERS / 2);
  });

  it('keeps a journal that is the stock (O-7)', () => {
    const { stock, units } = outcome;
    const { sellable, unsellable, reserved, ...changes } = stock;
    expect(sum(changes)).toBe(sellable + unsellable);
    expect([-(stock['shipped'] ?? 0), reserved]).toEqual([units.shipped, 0]);
  });

  it('pays what is overdue, and takes back what arrives after all (I-2, R-8)', () => {
    expect(outcome.parcels.overdue).toBeGreaterThan(0);
    expect(Object.keys(outcome.granted)).toEqual(['USD']);
  });
});

describe('the operator’s own files, in the world’s namespace', () => {
  const files = ['samples/catalogue.csv', 'samples/receipts.csv'] as const;
  // Served once for all commands; each of them would start the services for itself otherwise.
  beforeAll(async () => {
    const started = place.begin('start', '--namespace', NAME);
    stack = started.child;
    await ready(started.output);
  }, 200_000);
  const over = () => ['--seller', outcome.sellers[0]?.sellerId ?? '', '--namespace', NAME];

  it('brings in the sample of a catalogue and of receipts, and shows the history', async () => {
    const skus = await place.run('admin', 'catalogue', 'import', files[0], ...over());
    expect([skus.code, skus.stdout]).toEqual([0, expect.stringContaining('7 SKUs')]);
    const received = await place.run('admin', 'stock', 'receive', files[1], ...over(), '--json');
    const quantities = readFileSync(files[1], 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => Number(row.split(',')[3]));
    expect(jsonOf(received)).toEqual({ receipts: 2, pieces: quantities.reduce((a, b) => a + b, 0) });
    const today = new Date().toISOString().slice(0, 10);
    const days = ['--from', today, '--to', today];
    const shown = await place.run('admin', 'stock', 'history', ...days, ...over(), '--csv');
    expect(shown.stdout).toMatch(/^date,sellerSku,.*\n[^]*MUG-BLUE-350,FC1,0,0,200,/);
  }, 200_000);

  it('plays a second world against what is running, and tells of it in a table', async () => {
    const second = await place.run('world', '--orders', '6', '--rate', '20', '--namespace', NAME);
    expect([second.code, second.stderr]).toEqual([0, expect.not.stringContaining('starting it')]);
    expect(second.stdout).toMatch(/unaccounted for .*none, as it must be[^]*add up \(seed 1, /);
  }, 200_000);

  it('does not play among sellers that are no part of a world', async () => {
    await place.run('admin', 'seller', 'add', '--name', 'Acme', '--namespace', NAME);
    const refused = await place.run('world', '--orders', '1', '--namespace', NAME);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/other sellers here \(Acme\)[^]*npm run world -- --namespace world/),
    ]);
    const unread = await place.run('world', '--orders', '0', '--rate', 'fast');
    expect([unread.code, unread.stderr]).toEqual([
      1,
      expect.stringMatching(/--orders is "0"[^]*--rate is "fast"/),
    ]);
  }, 60_000);
});
