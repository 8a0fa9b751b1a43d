import { describe, expect, test } from '@jest/globals';
import { editionM20 } from '#contracts';
import {
  brl,
  closesAt,
  DAY,
  dueAt,
  overdue,
  promisedAt,
  received,
  scan,
  settled,
  shippedAt,
  sibling,
  statement,
  told,
  windowClosed,
} from '../../test/unit-facts.js';
import type { Case, Given } from '../../test/unit-facts.js';

const day = (count: number): number => shippedAt + count * DAY;
const untracked: Given = { unit: { detail: 'none' } };
const notGood = (from: number, until?: number): Given => ({
  standings: [
    { since: day(from), standing: 'not-good' as const },
    ...(until === undefined ? [] : [{ since: day(until), standing: 'good' as const }]),
  ],
});

const lost: Case[] = [
  { name: 'nothing happened', evidence: [], told: [], settlement: 'none' },
  { name: 'R-1: overdue', evidence: [overdue()], told: ['lost granted @12d+1'], settlement: 'granted' },
  {
    name: 'I-2: delivered at due is in time, whatever tracking said',
    evidence: [scan(dueAt), overdue()],
    told: ['lost refused carrier-marked-delivered @12d+1'],
    settlement: 'refused',
  },
  {
    name: 'I-4: delivered 1 ms after due: granted, then reversed, in one turn',
    evidence: [scan(dueAt + 1), overdue()],
    told: ['lost granted @12d+1', 'lost reversed delivered-late @12d+1'],
    settlement: 'reversed',
  },
  {
    name: 'I-2: a later delivery that is known before DeliveryOverdue is heard',
    evidence: [scan(day(20)), overdue()],
    told: ['lost granted @12d+1', 'lost reversed delivered-late @20d'],
    settlement: 'reversed',
  },
  {
    name: 'I-4: in time, but reported late: always reversed',
    given: { policy: { reverseOnLateDelivery: false } },
    evidence: [overdue(), scan(day(15), dueAt)],
    told: ['lost granted @12d+1', 'lost reversed delivered-in-time @15d'],
    settlement: 'reversed',
  },
  {
    name: 'R-8: by policy a late delivery leaves the payment in force',
    given: { policy: { reverseOnLateDelivery: false } },
    evidence: [overdue(), scan(day(15))],
    told: ['lost granted @12d+1'],
    settlement: 'granted',
  },
  {
    name: 'T-4: the carrier withdraws the delivery in time that it had marked',
    evidence: [scan(day(10)), overdue(), scan(day(14), null)],
    told: ['lost refused carrier-marked-delivered @12d+1', 'lost granted @14d'],
    settlement: 'granted',
  },
  {
    name: 'R-7: a late delivery withdrawn does not pay again, but asks a person',
    evidence: [overdue(), scan(day(20)), scan(day(25), null)],
    told: ['lost granted @12d+1', 'lost reversed delivered-late @20d', 'lost deferred after-reversal @25d'],
    settlement: 'in-review',
  },
  {
    name: 'I-3 of M20: delivered with the signature it needs',
    given: { unit: { signatureRequired: true }, policy: editionM20 },
    evidence: [scan(day(10)), overdue()],
    told: ['lost refused delivered-with-signature @12d+1'],
    settlement: 'refused',
  },
  {
    name: 'I-3 of M20: delivered, no signature needed: never by itself',
    given: { policy: editionM20 },
    evidence: [scan(day(10)), overdue()],
    told: ['lost deferred delivered-without-signature @12d+1'],
    settlement: 'in-review',
  },
  {
    name: 'I-3: a signature package never delivered is overdue like any other',
    given: { unit: { signatureRequired: true }, policy: editionM20 },
    evidence: [overdue()],
    told: ['lost granted @12d+1'],
    settlement: 'granted',
  },
  {
    name: 'R-5: removal',
    given: { unit: { purpose: 'removal' } },
    evidence: [overdue()],
    told: ['lost refused removal-order @12d+1'],
    settlement: 'refused',
  },
  {
    name: 'messaging-review 19: a shipment reported after due decides at its own instant',
    given: { unit: { knownAt: day(30) } },
    evidence: [overdue(), scan(day(20))],
    told: ['lost granted @30d', 'lost reversed delivered-late @30d'],
    settlement: 'reversed',
  },
  {
    name: 'R-6: no value by any basis',
    given: { unit: { value: null } },
    evidence: [overdue()],
    told: ['lost deferred value-unknown @12d+1'],
    settlement: 'held',
  },
  {
    name: 'I-7: another unit of the package comes back from the buyer',
    evidence: [overdue(), received(day(20), 'Sellable', { kind: 'buyer-return', unit: sibling })],
    told: ['lost granted @12d+1', 'lost reversed delivered-late @20d'],
    settlement: 'reversed',
  },
  {
    name: 'another unit of the package comes back undelivered: says nothing of this one',
    evidence: [overdue(), received(day(20), 'Sellable', { unit: sibling })],
    told: ['lost granted @12d+1'],
    settlement: 'granted',
  },
];

const statements: Case[] = [
  {
    name: 'R-1: untracked waits for the statement',
    given: untracked,
    evidence: [overdue()],
    told: ['lost deferred seller-statement @12d+1'],
    settlement: 'waiting',
  },
  {
    name: 'R-1: stated',
    given: untracked,
    evidence: [overdue(), statement(day(20))],
    told: ['lost deferred seller-statement @12d+1', 'lost granted @20d'],
    settlement: 'granted',
  },
  {
    name: 'I-5: stated in the last millisecond of the window',
    given: untracked,
    evidence: [overdue(), statement(closesAt), windowClosed()],
    told: ['lost deferred seller-statement @12d+1', 'lost granted @95d'],
    settlement: 'granted',
  },
  {
    name: 'I-5: stated 1 ms after the window',
    given: untracked,
    evidence: [overdue(), statement(closesAt + 1)],
    told: ['lost deferred seller-statement @12d+1', 'lost refused not-claimed-in-time @95d+1'],
    settlement: 'refused',
  },
  {
    name: 'R-1: the window closes without a word',
    given: untracked,
    evidence: [overdue(), windowClosed()],
    told: ['lost deferred seller-statement @12d+1', 'lost refused not-claimed-in-time @95d+1'],
    settlement: 'refused',
  },
  {
    name: 'R-1: a window of another policy',
    given: { unit: { detail: 'none' }, policy: { untrackedNeedsStatement: false } },
    evidence: [overdue()],
    told: ['lost granted @12d+1'],
    settlement: 'granted',
  },
  {
    name: 'T-8: lost on return needs no statement',
    given: untracked,
    evidence: [overdue({ cause: 'lost-on-return' })],
    told: ['lost granted @12d+1'],
    settlement: 'granted',
  },
  {
    name: 'I-4: delivered late while it waits: nothing is booked',
    given: untracked,
    evidence: [overdue(), scan(day(20)), statement(day(30))],
    told: ['lost deferred seller-statement @12d+1', 'lost refused delivered-late @20d'],
    settlement: 'refused',
  },
  {
    name: 'R-8: comes back while it waits',
    given: untracked,
    evidence: [overdue(), received(day(20), 'Sellable'), statement(day(30))],
    told: ['lost deferred seller-statement @12d+1', 'lost refused returned @20d'],
    settlement: 'refused',
  },
];

const standing: Case[] = [
  {
    name: 'R-5: held while the seller is not in good standing',
    given: notGood(10),
    evidence: [overdue()],
    told: ['lost deferred seller-not-in-good-standing @12d+1'],
    settlement: 'held',
  },
  {
    name: 'R-5: decided when standing returns',
    given: notGood(10, 40),
    evidence: [overdue()],
    told: ['lost deferred seller-not-in-good-standing @12d+1', 'lost granted @40d'],
    settlement: 'granted',
  },
  {
    name: 'R-5: a refusal is not held',
    given: { ...notGood(10), unit: { purpose: 'removal' } },
    evidence: [overdue()],
    told: ['lost refused removal-order @12d+1'],
    settlement: 'refused',
  },
  {
    name: 'R-5: standing lost after the payment takes nothing back',
    given: notGood(13),
    evidence: [overdue()],
    told: ['lost granted @12d+1'],
    settlement: 'granted',
  },
];

describe.each([
  ['lost (R-1, I-2..I-7)', lost],
  ['untracked (R-1, I-5)', statements],
  ['standing (R-5)', standing],
])('%s', (_, cases) => {
  test.each(cases)('$name', ({ given, evidence, told: expected, settlement }) => {
    const unit = settled(evidence, given);
    expect(told(unit)).toEqual(expected);
    expect(unit.standing.settlement).toBe(settlement);
  });
});

test('R-6: the standing counts what was granted and taken back in minor units', () => {
  expect(settled([overdue(), scan(day(20))]).standing).toEqual({
    settlement: 'reversed',
    since: day(20),
    reason: 'delivered-late',
    currency: 'BRL',
    grantedMinor: 10_000,
    reversedMinor: 10_000,
    everGranted: true,
  });
  expect(settled([overdue()], { unit: { value: brl(0) } }).standing).toMatchObject({
    grantedMinor: 0,
    everGranted: true,
  });
});

test('I-2: a promise before shipping is due at shippedAt, and the facts still decide', () => {
  const early = { unit: { estimatedDeliveryAt: shippedAt - 30 * DAY } };
  expect(told(settled([overdue({ dueAt: shippedAt })], early))).toEqual(['lost granted @0d+1']);
  expect(promisedAt).toBeGreaterThan(shippedAt);
});
