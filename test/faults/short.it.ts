import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { kinds } from './nemesis/kinds.js';
import { Nemesis } from './nemesis/nemesis.js';
import { plants } from './plants/plants.js';
import { Session } from './session.js';

/** Those that need no servers of their own and little time; `npm run faults` has them all. */
const FEW = [
  'kill-in-transaction',
  'kill-relay-holder',
  'lost-tick-reply',
  'lost-commit-reply',
  'duplicates',
  'reordering',
  'poison',
  'reset-connections',
  'replay-from-zero',
];
const SEED = 4;

let dataDir: string;
let session: Session;
const said: string[] = [];
/** What is to be undone even when the session could not be opened to its end. */
const steps: (() => Promise<void>)[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'makegood-faults-'));
  const tell = (line: string): void => void said.push(line);
  session = await Session.open({ seed: SEED, dataDir, tell, undo: (step) => steps.push(step) });
}, 120_000);

afterAll(async () => {
  await session?.close();
  for (const step of steps.toReversed()) await step();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

const chosen = kinds.filter(({ name }) => FEW.includes(name));

test('processes die, answers are lost, reports come twice and out of order: every promise is kept', async () => {
  const { arena } = session;
  arena.more({ orders: 90, spreadMs: 20_000, dueAfterMs: { least: 5_000, most: 12_000 } });
  const nemesis = new Nemesis(chosen, arena);
  await nemesis.rage(Date.now());
  expect([...nemesis.injected].filter(([, times]) => times === 0)).toEqual([]);
  expect(nemesis.injected.size).toBe(FEW.length);
  const settled = await session.settle(90_000);
  if (settled === null) throw new Error(`it does not come to rest:\n${said.join('\n')}`);
  const { violations, events } = await session.judge();
  expect(violations).toEqual([]);
  expect(events).toBeGreaterThan(90 * 5);
}, 240_000);

test('and a unit that is paid twice behind the services’ backs is seen', async () => {
  const plant = plants.find(({ name }) => name === 'double-pay');
  await plant?.after?.(session.arena.stack);
  const { violations } = await session.judge();
  expect(violations.map(({ invariant }) => invariant)).toContain('paid-twice');
}, 60_000);
