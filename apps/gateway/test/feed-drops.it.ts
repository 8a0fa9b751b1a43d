import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService, type RunningService } from '#runtime';
import { eventually } from '#testing';
import { gateway } from '../src/gateway.js';
import { Door, OPERATOR } from './door.js';
import { InboundReports, numbersOf } from './inbound-reports.js';

jest.setTimeout(60_000);

const HEADER = 'tracking_number,occurred_at,event_code,raw_code,city';
let door: Door;
let replica: RunningService;
let inbound: InboundReports;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'makegood-drop-'));
  door = await Door.open({ CARRIER_DROP_DIR: root });
  // Two processes with one folder between them.
  replica = await startService(gateway, door.env({ CARRIER_DROP_DIR: root }));
  inbound = new InboundReports(door);
  await door.addPublisher('ups', 'carrier');
  const operator = await door.bearer(OPERATOR);
  for (const carrier of ['GOOD', 'BAD', 'SLOW', 'ODD', 'TAKEN'])
    await door.post('/feeds', { publisher: 'ups', carrier, format: 'aftership' }, operator);
});
afterAll(async () => {
  await replica?.stop();
  await door?.close();
  await rm(root, { recursive: true, force: true });
});

const drop = async (carrier: string, name: string, ...lines: string[]): Promise<string> => {
  const place = join(root, carrier, name);
  await mkdir(join(root, carrier), { recursive: true });
  await writeFile(`${place}.part`, lines.map((line) => `${line}\n`).join(''));
  await rename(`${place}.part`, place);
  return place;
};
const filesIn = async (...path: string[]): Promise<string[]> =>
  (await readdir(join(root, ...path)).catch((): string[] => [])).toSorted((a, b) => (a < b ? -1 : 1));
const once = (names: string[], ...path: string[]) =>
  eventually(
    () => filesIn(...path),
    (found) => names.every((name) => found.includes(name)),
    30_000,
  );
const row = (number: string, city = 'Newark') => `${number},2026-01-05T08:30:00Z,EVENT_201,AR,${city}`;

describe('a file that a carrier drops', () => {
  test('is taken once, by one of two processes, and lies in done', async () => {
    await drop('GOOD', 'a.csv', HEADER, row('1'), row('2'));
    await drop('GOOD', 'b.csv', HEADER, row('3'));
    await once(['a.csv', 'b.csv'], 'GOOD', 'done');
    expect(numbersOf(await inbound.of('GOOD'))).toEqual(['1', '2', '3']);
    // Another of the same name does not go over it.
    await drop('GOOD', 'a.csv', HEADER, row('4'));
    const done = await eventually(
      () => filesIn('GOOD', 'done'),
      (found) => found.length === 3,
      30_000,
    );
    expect(done).toEqual([expect.stringMatching(/^a\.\d{4}-.*\.csv$/), 'a.csv', 'b.csv']);
    expect(await filesIn('GOOD')).toEqual(['done', 'taken']);
  });

  test('with a fault in any row is not taken at all; every fault lies beside it, with its line', async () => {
    await drop('BAD', 'c.csv', HEADER, row('1'), '2,soon,EVENT_999,AR,Newark', '3,2026-01-05T08:30:00Z');
    await once(['c.csv', 'c.csv.errors.csv'], 'BAD', 'failed');
    const faults = (await readFile(join(root, 'BAD', 'failed', 'c.csv.errors.csv'), 'utf8')).split('\n');
    expect(faults[0]).toBe('line,fault');
    expect(faults.filter((line) => line.startsWith('3,'))).toHaveLength(2);
    expect(faults).toContain('4,"has 2 cells, the header has 5"');
    expect(await inbound.of('BAD')).toEqual([]);
  });

  test('is not read while it is written', async () => {
    const place = await drop('SLOW', 'd.csv', HEADER);
    for (let line = 1; line <= 6; line += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(await filesIn('SLOW')).toContain('d.csv');
      await appendFile(place, `${row(String(line))}\n`);
    }
    await once(['d.csv'], 'SLOW', 'done');
    expect(await inbound.of('SLOW')).toHaveLength(6);
  });

  test('under another name, hidden, or a link to elsewhere: is left where it is', async () => {
    const outside = join(root, 'outside.csv');
    await writeFile(outside, `${HEADER}\n${row('1')}\n`);
    await drop('ODD', 'e.txt', HEADER, row('1'));
    await drop('ODD', '.f.csv', HEADER, row('1'));
    await drop('ODD', 'h.csv.part', HEADER, row('1'));
    await symlink(outside, join(root, 'ODD', 'g.csv'));
    await drop('ODD', 'real.csv', HEADER, row('9'));
    await once(['real.csv'], 'ODD', 'done');
    expect(await filesIn('ODD')).toEqual(['.f.csv', 'done', 'e.txt', 'g.csv', 'h.csv.part', 'taken']);
    expect(numbersOf(await inbound.of('ODD'))).toEqual(['9']);
  });

  test('that a process had taken when it died is taken again', async () => {
    await mkdir(join(root, 'TAKEN', 'taken'), { recursive: true });
    const place = join(root, 'TAKEN', 'taken', 'i.csv');
    await writeFile(place, `${HEADER}\n${row('1')}\n`);
    const longAgo = new Date(Date.now() - 601_000);
    await utimes(place, longAgo, longAgo);
    await once(['i.csv'], 'TAKEN', 'done');
    expect(await inbound.of('TAKEN')).toHaveLength(1);
  });
});
