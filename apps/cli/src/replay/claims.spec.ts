import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claimsCsv } from './claims.js';
import type { DecisionFact } from './claims.js';

const decided = (name: string, data: Partial<DecisionFact['data']>): DecisionFact => ({
  name,
  data: {
    sellerFulfillmentOrderId: 'A',
    unit: { line: 1, ordinal: 1 },
    sellerSku: 'MUG',
    rules: ['R-1', 'I-2'],
    policyVersion: 'M',
    decidedAt: '2026-01-17T00:00:00.001Z',
    ...data,
  },
});
const granted = decided('ReimbursementGranted', {
  cause: 'lost',
  amount: { currency: 'BRL', minorUnits: 10_000 },
});
const reversed = decided('ReimbursementReversed', {
  reason: 'delivered-late',
  amount: { currency: 'BRL', minorUnits: 10_000 },
  decidedAt: '2026-01-20T00:00:00.000Z',
});
const refused = decided('ReimbursementRefused', {
  unit: { line: 2, ordinal: 1 },
  cause: 'lost',
  reason: 'removal-order',
});
const deferred = decided('ReimbursementDeferred', {
  sellerFulfillmentOrderId: 'B, "b"',
  settlement: 'waiting',
  reason: 'seller-statement',
});

describe('claims.csv', () => {
  it('has one row per decision, with reason and rules, by order, unit and instant', () => {
    expect(claimsCsv([deferred, refused, reversed, granted]).split('\n')).toEqual([
      'order_id,line,unit,sku,decided_at,decision,cause,reason,currency,amount,rules,policy',
      'A,1,1,MUG,2026-01-17T00:00:00.001Z,granted,lost,,BRL,100.00,R-1 I-2,M',
      'A,1,1,MUG,2026-01-20T00:00:00.000Z,reversed,,delivered-late,BRL,100.00,R-1 I-2,M',
      'A,2,1,MUG,2026-01-17T00:00:00.001Z,refused,lost,removal-order,,,R-1 I-2,M',
      '"B, ""b""",1,1,MUG,2026-01-17T00:00:00.001Z,waiting,,seller-statement,,,R-1 I-2,M',
      '',
    ]);
  });

  it('is the same bytes in whatever order the decisions of different instants are read', () => {
    const facts = [deferred, refused, reversed, granted];
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
        expect(claimsCsv(shuffled)).toBe(claimsCsv(facts));
      }),
    );
  });
});
