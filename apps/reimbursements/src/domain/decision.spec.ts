import { describe, expect, test } from '@jest/globals';
import { damaged, DAY, dueAt, overdue, settled, shippedAt } from '../../test/unit-facts.js';
import { canonicalJson } from './canonical-json.js';
import { claimClosesAt, claimOpensAfter } from './claim-window.js';
import { decide, decisionId, redecide } from './decision.js';
import { ruleIds } from './outcome.js';

const [granted] = settled([overdue()]).decisions;
if (granted === undefined) throw new Error('an overdue unit is granted');

describe('a decision explains itself (R-10)', () => {
  test('rules passed, in the order in which they were applied', () => {
    expect(granted.outcome.rules.map(({ rule, passed }) => `${rule} ${passed}`)).toEqual([
      'R-7 true',
      'R-5 true',
      'I-3 true',
      'R-8 true',
      'I-2 true',
      'I-5 true',
      'R-1 true',
      'R-7 true',
      'R-5 true',
      'R-6 true',
    ]);
    expect(ruleIds(granted.outcome)).toEqual(['R-7', 'R-5', 'I-3', 'R-8', 'I-2', 'I-5', 'R-1', 'R-6']);
  });

  test('the rule that stopped it comes last and is the one it rests on', () => {
    const [refused] = settled([damaged(shippedAt, 'defect')]).decisions;
    expect(refused?.outcome.rules.map(({ rule, passed }) => `${rule} ${passed}`)).toEqual([
      'R-7 true',
      'R-5 true',
      'R-5 false',
    ]);
    expect(refused && ruleIds(refused.outcome)).toEqual(['R-5']);
  });

  test('amount and how', () => {
    expect(granted.outcome).toMatchObject({
      valuation: { basis: 'declared-value', amount: { currency: 'BRL', minorUnits: 10_000 }, cap: null },
    });
  });

  test('decided again from the stored inputs: the same bytes', () => {
    expect(redecide(canonicalJson(granted.inputs))).toBe(canonicalJson(granted.outcome));
  });

  test('the same facts under another policy: another answer, nothing touched', () => {
    const whatIf = { ...granted.inputs, policy: { ...granted.inputs.policy, claimWindowDays: 0 } };
    expect(decide(whatIf).kind).toBe('granted');
    expect(granted.at).toBe(dueAt + 1);
  });
});

test('the same unit, claim, evidence and answer is the same decision', () => {
  const unit = granted.inputs.unit;
  const id = decisionId(unit, 'lost', 'a', granted.outcome);
  expect(decisionId({ ...unit }, 'lost', 'a', granted.outcome)).toBe(id);
  expect(decisionId(unit, 'lost', 'b', granted.outcome)).not.toBe(id);
  expect(decisionId({ ...unit, ordinal: 2 }, 'lost', 'a', granted.outcome)).not.toBe(id);
  expect(decisionId(unit, 'lost', 'a', granted.outcome, 1)).not.toBe(id);
});

describe('the window of a claim', () => {
  test('I-5: 90 days from the promise', () => {
    expect(claimClosesAt(shippedAt, { claimWindowDays: 90 })).toBe(shippedAt + 90 * DAY);
  });
  test.each([
    ['I-2: the promise and seven days', shippedAt + DAY, shippedAt + 8 * DAY],
    ['I-2: a promise long before shipping: when it shipped', shippedAt - 30 * DAY, shippedAt],
  ])('%s', (_, estimatedDeliveryAt, after) => {
    expect(claimOpensAfter({ estimatedDeliveryAt, shippedAt }, { lossWaitDays: 7 })).toBe(after);
  });
});
