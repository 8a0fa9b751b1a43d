import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AS_OF, parcelsCsv, parcelsEvents, parcelsOutcome } from './parcels.js';
import { Installation, jsonOf } from './run-command.js';
import type { Ran } from './run-command.js';

interface Outcome {
  seconds: number;
  events: number;
}

let place: Installation;
beforeAll(() => {
  place = new Installation();
  writeFileSync(place.file('orders.csv'), parcelsCsv);
  writeFileSync(place.file('events.jsonl'), parcelsEvents);
});
afterAll(() => place.close());

const replay = (...more: string[]): Promise<Ran> =>
  place.run(
    'replay',
    place.file('orders.csv'),
    '--events',
    place.file('events.jsonl'),
    '--as-of',
    AS_OF,
    '--json',
    ...more,
  );

describe('a replay', () => {
  const seen: { windows: string; outcome: object; claims: string }[] = [];

  it.each(['1', '30d', '1d'])(
    'in windows of %s gives what the rules say',
    async (windows) => {
      const claims = place.file(`claims-${windows}.csv`);
      const ran = await replay('--windows', windows, '--out', claims);
      const { seconds, events, ...outcome } = jsonOf<Outcome & typeof parcelsOutcome>(ran);
      expect(outcome).toEqual(parcelsOutcome);
      expect([seconds > 0, events > 0, ran.code]).toEqual([true, true, 0]);
      seen.push({ windows, outcome, claims: readFileSync(claims, 'utf8') });
    },
    300_000,
  );

  it('depends on nothing but the reports: the same bytes however time was cut', () => {
    expect(seen.map(({ windows }) => windows)).toEqual(['1', '30d', '1d']);
    const [first] = seen;
    for (const other of seen) expect([other.claims, other.outcome]).toEqual([first?.claims, first?.outcome]);
  });

  it('says every decision once, with its reason and rules', () => {
    const claims = seen[0]?.claims.trim().split('\n') ?? [];
    expect(claims.filter((line) => line.startsWith('LATE,')).map((line) => line.split(',')[5])).toEqual([
      'granted',
      'reversed',
    ]);
    expect(claims.find((line) => line.startsWith('REMOVAL,'))).toMatch(/refused,.*removal-order.*R-5/);
    expect(claims.find((line) => line.startsWith('CAPPED,'))).toMatch(/USD,5000\.00/);
    expect(claims.filter((line) => line.startsWith('UNTRACKED,')).at(-1)).toMatch(
      /refused,.*not-claimed-in-time/,
    );
  });

  it('reports bad rows and skips those that are there twice', async () => {
    const file = place.file('bad.csv');
    const [header, first = ''] = parcelsCsv.split('\n');
    writeFileSync(
      file,
      [header, first, first, first.replace('IN-TIME', 'BAD').replace('2026-01-08', '2025-01-08')].join('\n'),
    );
    const ran = await place.run('replay', file, '--as-of', AS_OF, '--json');
    expect(jsonOf(ran)).toMatchObject({ orders: 1, units: 1, delivered: 1 });
    expect(ran.stderr).toMatch(/bad\.csv line 3: equal to line 2, skipped/);
    expect(ran.stderr).toMatch(/bad\.csv line 4, column delivered_at: is before shipped_at/);
    expect(ran.code).toBe(2);
  }, 120_000);

  it('that cannot be made says why, and what is wrong with every option', async () => {
    const none = await place.run('replay', place.file('missing.csv'));
    expect([none.code, none.stdout]).toEqual([1, '']);
    expect(none.stderr).toMatch(/missing\.csv cannot be read/);
    const wrong = await place.run('replay', place.file('orders.csv'), '--as-of', 'soon', '--windows', 'few');
    expect(wrong.stderr).toMatch(/--as-of[^]*--windows/);
    expect(wrong.code).toBe(1);
  }, 60_000);
});
