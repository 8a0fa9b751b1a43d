import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { check } from '#contracts';
import type { Incoming } from '#messaging';
import { redecide } from '../src/domain/decision.js';
import {
  CLOSES,
  DAY,
  damaged,
  day,
  DUE,
  orderId,
  overdue,
  packageId,
  received,
  scanned,
  SELLER,
  sellerChanged,
  shipped,
  START,
} from './heard.js';
import { ReimbursementsDatabase, said } from './reimbursements-database.js';

// A namespace is made and migrated first, on two cores that others use too.
jest.setTimeout(60_000);

let database: ReimbursementsDatabase;
beforeAll(async () => {
  database = await ReimbursementsDatabase.open();
});
beforeEach(() => database.clear());
afterAll(() => database?.close());

const hear = async (...events: Incoming[]): Promise<string[]> => said(await database.hear(...events), START);
const settlements = async (): Promise<string[]> =>
  (await database.accounting()).map(({ settlement }) => settlement);
const untracked = { detail: 'none' as const };

describe('from facts to decisions', () => {
  it('an overdue parcel is made good, delivered after all it is taken back', async () => {
    const facts = await database.hear(shipped(1), overdue(1), scanned(1, day(20), day(20)));
    expect(said(facts, START)).toEqual([
      'Granted 1/1 10000 @12d+1',
      'Reversed 1/1 10000 delivered-late @20d',
    ]);
    for (const { contract, data } of facts) expect(check(contract.type, data)).toEqual([]);
    expect(await database.accounting()).toEqual([
      {
        orderId: orderId(1),
        line: 1,
        ordinal: 1,
        settlement: 'reversed',
        since: day(20),
        reason: 'delivered-late',
        currency: 'BRL',
        grantedMinor: 10_000,
        reversedMinor: 10_000,
        everGranted: true,
      },
    ]);
  });

  it('same facts, same instants, same ids and bytes, in whichever order they come (R-10)', async () => {
    const late = scanned(1, day(20), day(20));
    const inspected = damaged(1, day(30), 'carrier');
    const arrivals = {
      asItHappened: [shipped(1), overdue(1), late, inspected],
      shipmentLast: [overdue(1), late, inspected, shipped(1)],
      deliveryFirst: [late, overdue(1), shipped(1), inspected],
      everythingTwice: [shipped(1), overdue(1), late, shipped(1), inspected, overdue(1), late],
    };
    const stored: unknown[] = [];
    for (const events of Object.values(arrivals)) {
      await database.clear();
      expect(await hear(...events)).toEqual([
        'Granted 1/1 10000 @12d+1',
        'Reversed 1/1 10000 delivered-late @20d',
        'Deferred 1/1 after-reversal @30d',
      ]);
      stored.push(
        await database.worker.transaction((tx) =>
          tx.query('select decision_id, decided_at, inputs, outcome from decision order by seq'),
        ),
      );
    }
    expect(stored).toEqual(stored.map(() => stored[0]));
  });

  it('scans that say nothing of a delivery touch nothing', async () => {
    await hear(scanned(1, day(2)));
    expect(database.statements).toBe(0);
  });

  it('a claim whose shipment is not heard yet makes a decision due (the law)', async () => {
    expect(await hear(overdue(1, { units: 2 }))).toEqual([]);
    const rows = await database.accounting();
    expect(rows.map(({ settlement, since }) => [settlement, since])).toEqual([
      ['due', DUE + 1],
      ['due', DUE + 1],
    ]);
    expect(await hear(shipped(1, { units: 3 }))).toEqual([
      'Granted 1/1 10000 @12d+1',
      'Granted 1/2 10000 @12d+1',
    ]);
    expect(await settlements()).toEqual(['granted', 'granted', 'none']);
  });

  it('R-8: paid as lost, then back in stock', async () => {
    expect(await hear(shipped(1), overdue(1), received(1, day(30), 'Sellable'))).toEqual([
      'Granted 1/1 10000 @12d+1',
      'Reversed 1/1 10000 returned @30d',
    ]);
  });

  it('every stored decision, decided again from its stored inputs, gives the same bytes (R-10)', async () => {
    await hear(
      shipped(1),
      shipped(2, untracked),
      shipped(3, { purpose: 'removal' }),
      shipped(4),
      shipped(5, { unitValue: null }),
    );
    await hear(
      ...[1, 3, 4, 5].map((order) => overdue(order)),
      overdue(2, untracked),
      scanned(1, day(20), day(20)),
    );
    await hear(
      damaged(4, day(25), 'carrier'),
      damaged(2, day(25), 'customer'),
      received(4, day(40), 'Sellable'),
    );
    await database.closeWindows(CLOSES);
    const rows = await database.worker.transaction((tx) =>
      tx.query<{ inputs: string; outcome: string; kind: string }>(
        'select inputs, outcome, kind from decision',
      ),
    );
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(
      new Set(['granted', 'refused', 'deferred', 'reversed', 'corrected']),
    );
    for (const { inputs, outcome } of rows) expect(redecide(inputs)).toBe(outcome);
  });

  it('a batch of any size is the same number of statements', async () => {
    await database.hear(...[1, 2].map((order) => shipped(order)));
    await database.batch([1, 2].flatMap((order) => [overdue(order), scanned(order, day(20), day(20))]));
    const few = database.statements;
    await database.clear();
    const many = Array.from({ length: 300 }, (_, order) => order + 1);
    await database.batch(many.map((order) => shipped(order)));
    const facts = await database.batch(
      many.flatMap((order) => [overdue(order), scanned(order, day(20), day(20))]),
    );
    expect(facts).toHaveLength(600);
    expect(database.statements).toBe(few);
  });
});

describe('two topics at once (messaging-review 3)', () => {
  it('whichever transaction comes first, each order is granted once', async () => {
    const lines: string[] = [];
    // Few at a time: a pool has four connections, and whoever waits for one too long gives up.
    for (let order = 1; order <= 20; order++) {
      const facts = await Promise.all([
        database.batch([shipped(order)]),
        database.batch([overdue(order)]),
        database.batch([received(order, day(30), 'Sellable')]),
      ]);
      lines.push(...said(facts.flat(), START));
    }
    expect(lines.filter((line) => line.startsWith('Granted'))).toHaveLength(20);
    expect(lines.filter((line) => line.startsWith('Reversed'))).toHaveLength(20);
    expect(new Set(await settlements())).toEqual(new Set(['reversed']));
  });
});

describe('the window for a statement (R-1, I-5)', () => {
  it('waits, and is refused 1 ms after the window closed, however late the sweep is', async () => {
    expect(await hear(shipped(1, untracked), overdue(1, untracked))).toEqual([
      'Deferred 1/1 seller-statement @12d+1',
    ]);
    expect(await database.closeWindows(CLOSES - 1)).toEqual([]);
    expect(said(await database.closeWindows(CLOSES + 9 * DAY), START)).toEqual([
      'Refused 1/1 not-claimed-in-time @95d+1',
    ]);
    expect(await database.closeWindows(CLOSES + 9 * DAY)).toEqual([]);
    expect(await settlements()).toEqual(['refused']);
  });

  it('so many at a time, the oldest first, until nothing is due', async () => {
    const orders = [1, 2, 3];
    await hear(
      ...orders.map((order) => shipped(order, untracked)),
      ...orders.map((order) => overdue(order, untracked)),
    );
    const rounds = [];
    for (let round = 0; round < 4; round++) rounds.push((await database.closeWindows(CLOSES, 2)).length);
    expect(rounds).toEqual([2, 1, 0, 0]);
  });
});

describe('standing (R-5)', () => {
  it('held, and decided when standing returns, so many orders at a time', async () => {
    const orders = [1, 2, 3];
    await hear(sellerChanged(day(10), 'not-good'), ...orders.map((order) => shipped(order)));
    expect(await hear(...orders.map((order) => overdue(order)))).toEqual(
      orders.map(() => 'Deferred 1/1 seller-not-in-good-standing @12d+1'),
    );
    expect(await database.release(day(50))).toEqual([]);
    await hear(sellerChanged(day(40), 'good'));
    expect(said(await database.release(day(50), 2), START)).toEqual([
      'Granted 1/1 10000 @40d',
      'Granted 1/1 10000 @40d',
    ]);
    expect(said(await database.release(day(50), 2), START)).toEqual(['Granted 1/1 10000 @40d']);
    expect(await database.release(day(50), 2)).toEqual([]);
    expect(new Set(await settlements())).toEqual(new Set(['granted']));
  });

  it('a hold that commits while standing returns is not forgotten', async () => {
    await hear(sellerChanged(day(10), 'not-good'), ...[1, 2, 3, 4].map((order) => shipped(order)));
    await Promise.all([
      database.batch([overdue(1)]),
      database.batch([sellerChanged(day(40), 'good')]),
      database.batch([overdue(2)]),
      database.batch([overdue(3)]),
      database.batch([overdue(4)]),
    ]);
    await database.release(day(50));
    expect(await settlements()).toEqual(['granted', 'granted', 'granted', 'granted']);
  });
});

describe('the walls of the database', () => {
  const grantAgain = `
    insert into decision (decision_id, order_id, line, ordinal, package_id, seller_id, question, kind, cause, policy_version,
        rules, decided_at, inputs, outcome)
    select gen_random_uuid(), order_id, line, ordinal, package_id, seller_id, question, kind, cause, policy_version, rules,
           decided_at, inputs, outcome from decision where kind = 'granted'
    returning decision_id`;
  const inForce = (value: number, amount: number): string => `
    with again as (${grantAgain})
    insert into reimbursement (reimbursement_id, order_id, line, ordinal, seller_id, currency, amount_minor, value_minor, granted_at)
    select decision_id, '${orderId(1)}', 1, 1, '${SELLER}', 'BRL', ${amount}, ${value}, now() from again`;
  const run = (text: string): Promise<unknown> => database.worker.transaction((tx) => tx.query(text));
  const state = (text: string): Promise<unknown> =>
    run(text).catch((error: unknown) => (error as { code: string }).code);

  it('R-7: a second grant in force is refused, also by raw SQL; after a reversal the index allows one', async () => {
    await hear(shipped(1), overdue(1));
    expect(await state(inForce(10_000, 10_000))).toBe('23505');
    await hear(scanned(1, day(20), day(20)));
    expect(await state(inForce(10_000, 10_000))).toEqual([]);
  });

  it('R-6: never above the value', async () => {
    await hear(shipped(1), overdue(1), scanned(1, day(20), day(20)));
    expect(await state(inForce(10_000, 10_001))).toBe('23514');
  });

  it('R-8: nothing is edited or deleted', async () => {
    await hear(shipped(1), overdue(1));
    expect(await state(`update decision set reason = 'x'`)).toBe('23514');
    expect(await state('delete from decision')).toBe('23514');
    expect(await state(`update policy set effective_from = now()`)).toBe('23514');
  });

  it('policies: two from one instant on, and a version with two contents, are refused', async () => {
    const put = (from: string) =>
      `insert into policy (policy_id, version, marketplace_id, effective_from) values (gen_random_uuid(), 'M', '*', ${from})`;
    expect(await state(put('instant(0)'))).toBe('23505');
    expect(await state(`insert into policy_version (version, content) values ('M', '{}')`)).toBe('23505');
  });

  it('a seller sees and writes its own rows only', async () => {
    await hear(shipped(1), overdue(1), shipped(2, { sellerId: packageId(9) }));
    const seen = (sellerId?: string) =>
      database.api.transaction((tx) => tx.query<{ count: number }>('select count(*) from unit'), {
        sellerId,
      });
    expect(await seen(SELLER)).toEqual([{ count: 1 }]);
    expect(await seen(packageId(9))).toEqual([{ count: 1 }]);
    expect(await seen()).toEqual([{ count: 0 }]);
  });
});
