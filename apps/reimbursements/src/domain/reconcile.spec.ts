import { describe, expect, test } from '@jest/globals';
import {
  closesAt,
  damaged,
  DAY,
  dueAt,
  factsOf,
  hearInTurns,
  overdue,
  received,
  scan,
  settled,
  shippedAt,
  statement,
  told,
  windowClosed,
} from '../../test/unit-facts.js';
import { recorded } from './recorded.js';
import type { Recorded } from './recorded.js';
import { settleUnit } from './settle-unit.js';

const day = (count: number): number => shippedAt + count * DAY;
const untracked = { unit: { detail: 'none' as const } };
const short = (decisions: readonly Recorded[]): string[] =>
  decisions.map(({ question, kind, reason, at }) =>
    [question.split(':')[0], kind, reason, `@${Math.floor((at - shippedAt) / DAY)}d`]
      .filter(Boolean)
      .join(' '),
  );

describe('what was decided stays, and later words make it good (R-8, R-10)', () => {
  test('I-4: paid on a statement, delivered in time all along: taken back', () => {
    const { decisions } = hearInTurns(
      [[overdue(), statement(day(20))], [scan(day(19), day(10))]],
      0,
      untracked,
    );
    expect(short(decisions)).toEqual([
      'lost deferred seller-statement @12d',
      'lost granted @20d',
      'lost reversed delivered-in-time @20d',
    ]);
  });

  test('R-7: what was taken back so is not paid again by itself, on whatever claim', () => {
    const turns = [[overdue(), statement(day(20))], [scan(day(19), day(10))], [damaged(day(25), 'carrier')]];
    const { decisions, last } = hearInTurns(turns, 0, untracked);
    expect(short(decisions).at(-1)).toBe('damage deferred after-reversal @25d');
    expect(decisions.filter(({ kind }) => kind === 'granted')).toHaveLength(1);
    expect(last?.standing.settlement).toBe('in-review');
  });

  test('R-7: paid as damaged before DeliveryOverdue was heard: still paid once', () => {
    const { decisions, last } = hearInTurns([[damaged(day(20), 'carrier')], [overdue()]], 0);
    expect(short(decisions)).toEqual(['damage granted @20d', 'lost refused already-reimbursed @12d']);
    expect(last?.standing).toMatchObject({ settlement: 'granted', grantedMinor: 10_000, reversedMinor: 0 });
  });

  test('R-7: paid as damaged, where it would have been lost, taken back and left to a person: comes to the same', () => {
    const turns = [[damaged(day(20), 'carrier')], [scan(day(15))], [overdue()]];
    const { decisions, last } = hearInTurns(turns, 0);
    expect(short(decisions)).toEqual([
      'damage granted @20d',
      'lost refused already-reimbursed @12d',
      'lost refused delivered-late @15d',
      'damage reversed paid-in-error @20d',
      'damage deferred after-reversal @20d',
    ]);
    expect(last?.standing).toMatchObject({
      settlement: 'in-review',
      grantedMinor: 10_000,
      reversedMinor: 10_000,
    });
  });

  test('R-10: what was put before a person rests again, when the unit turns out to have been back by then', () => {
    const early = [overdue(), scan(day(15), day(10)), scan(day(25), null)];
    const { decisions, last } = hearInTurns([early, [received(day(20), 'Sellable')]], 0);
    expect(short(decisions)).toEqual([
      'lost granted @12d',
      'lost reversed delivered-in-time @15d',
      'lost deferred after-reversal @25d',
      'lost refused returned @25d',
    ]);
    expect(last?.standing.settlement).toBe('reversed');
    const once = hearInTurns([[...early, received(day(20), 'Sellable')]], 0);
    expect(once.last?.standing.settlement).toBe('reversed');
  });

  test('R-5: a standing that was heard late takes nothing back', () => {
    const paid = settleUnit(factsOf([overdue()]), []).decisions.map(recorded);
    const late = factsOf([overdue()], { standings: [{ since: day(10), standing: 'not-good' }] });
    expect(short(settleUnit(late, []).decisions.map(recorded))).toEqual([
      'lost deferred seller-not-in-good-standing @12d',
    ]);
    expect(settleUnit(late, paid).decisions).toEqual([]);
  });

  test('I-5: stated in the last millisecond, after the sweep of that millisecond: still in time', () => {
    const { decisions } = hearInTurns([[overdue()], [windowClosed()], [statement(closesAt)]], 0, untracked);
    expect(short(decisions)).toEqual([
      'lost deferred seller-statement @12d',
      'lost refused not-claimed-in-time @95d',
      'lost granted @95d',
    ]);
  });
});

describe('of one instant (R-10)', () => {
  test('overdue before delivered, whichever was heard first', () => {
    const both = ['lost granted @12d+1', 'lost reversed delivered-late @12d+1'];
    expect(told(settled([overdue(), scan(dueAt + 1)]))).toEqual(both);
    expect(told(settled([scan(dueAt + 1), overdue()]))).toEqual(both);
  });

  test('received before damaged, whichever was heard first', () => {
    const facts = [received(day(20), 'FulfillerDamaged'), damaged(day(20), 'fulfiller')];
    expect(told(settled(facts))).toEqual(['damage granted @20d']);
    expect(told(settled(facts.toReversed()))).toEqual(['damage granted @20d']);
  });

  test('back in stock and damaged: the damage is the later word', () => {
    const facts = [damaged(day(20), 'fulfiller'), received(day(20), 'Sellable')];
    expect(told(settled(facts))).toEqual(['damage granted @20d']);
    expect(told(settled(facts.toReversed()))).toEqual(['damage granted @20d']);
  });
});
