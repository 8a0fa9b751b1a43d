import { describe, expect, test } from '@jest/globals';
import { damaged, DAY, overdue, received, scan, settled, shippedAt, told } from '../../test/unit-facts.js';
import type { Case } from '../../test/unit-facts.js';

const day = (count: number): number => shippedAt + count * DAY;

const returned: Case[] = [
  ...(['Sellable', 'Defective', 'CustomerDamaged'] as const).map((condition) => ({
    name: `R-8: paid as lost, received ${condition}`,
    evidence: [overdue(), received(day(20), condition)],
    told: ['lost granted @12d+1', 'lost reversed returned @20d'],
    settlement: 'reversed',
  })),
  ...(['CarrierDamaged', 'FulfillerDamaged'] as const).map((condition) => ({
    name: `R-8: paid as lost, received ${condition}: stands, for another cause`,
    evidence: [overdue(), received(day(20), condition)],
    told: ['lost granted @12d+1', 'lost corrected @20d'],
    settlement: 'granted',
  })),
  {
    name: 'R-8: received and not inspected yet',
    evidence: [overdue(), received(day(20), 'Uninspected', { place: 'received' })],
    told: ['lost granted @12d+1'],
    settlement: 'granted',
  },
  ...(['quarantined', 'refused-at-dock'] as const).map((place) => ({
    name: `R-8: ${place} is not taken in`,
    evidence: [overdue(), received(day(20), 'Sellable', { place })],
    told: ['lost granted @12d+1'],
    settlement: 'granted',
  })),
];

const damages: Case[] = [
  ...(['fulfiller', 'carrier'] as const).map((fault) => ({
    name: `R-4: ${fault} at fault, found in return inspection`,
    evidence: [damaged(day(20), fault)],
    told: ['damage granted @20d'],
    settlement: 'granted',
  })),
  {
    name: 'R-4: found in transit waits for photographs',
    evidence: [damaged(day(20), 'carrier', 'in-transit')],
    told: ['damage deferred photographs @20d'],
    settlement: 'waiting',
  },
  {
    name: 'R-4: fault unknown',
    evidence: [damaged(day(20), 'unknown')],
    told: ['damage deferred fault-unknown @20d'],
    settlement: 'in-review',
  },
  {
    name: 'R-5: customer at fault',
    evidence: [damaged(day(20), 'customer')],
    told: ['damage refused customer-damaged @20d'],
    settlement: 'refused',
  },
  {
    name: 'R-5: defect',
    evidence: [damaged(day(20), 'defect')],
    told: ['damage refused defective @20d'],
    settlement: 'refused',
  },
  {
    name: 'R-5: a removal, whatever the damage',
    given: { unit: { purpose: 'removal' } },
    evidence: [damaged(day(20), 'carrier')],
    told: ['damage refused removal-order @20d'],
    settlement: 'refused',
  },
  {
    name: 'R-5: a delivered unit can be reimbursed as damaged',
    evidence: [scan(day(5)), damaged(day(20), 'carrier')],
    told: ['damage granted @20d'],
    settlement: 'granted',
  },
  {
    name: 'R-7: two damages, one payment',
    evidence: [damaged(day(20), 'carrier'), damaged(day(21), 'fulfiller')],
    told: ['damage granted @20d', 'damage refused already-reimbursed @21d'],
    settlement: 'granted',
  },
  {
    name: 'R-8: paid as lost, then found damaged by the carrier',
    evidence: [overdue(), damaged(day(20), 'carrier')],
    told: ['lost granted @12d+1', 'lost corrected @20d', 'damage refused already-reimbursed @20d'],
    settlement: 'granted',
  },
  {
    name: 'R-8: paid as lost, then found damaged by the customer',
    evidence: [overdue(), damaged(day(20), 'customer')],
    told: ['lost granted @12d+1', 'lost reversed returned @20d', 'damage refused customer-damaged @20d'],
    settlement: 'reversed',
  },
  {
    name: 'R-7: after a reversal only a person may grant again',
    evidence: [overdue(), scan(day(15)), damaged(day(20), 'carrier')],
    told: ['lost granted @12d+1', 'lost reversed delivered-late @15d', 'damage deferred after-reversal @20d'],
    settlement: 'in-review',
  },
  {
    name: 'R-4: paid as damaged, then overdue: paid once',
    evidence: [damaged(day(11), 'carrier'), overdue()],
    told: ['damage granted @11d', 'lost refused already-reimbursed @12d+1'],
    settlement: 'granted',
  },
  {
    name: 'R-8: paid as damaged, back to stock all the same',
    evidence: [damaged(day(20), 'carrier'), received(day(22), 'Sellable')],
    told: ['damage granted @20d', 'damage reversed returned @22d'],
    settlement: 'reversed',
  },
];

describe.each([
  ['received after payment (R-8)', returned],
  ['damaged (R-4)', damages],
])('%s', (_, cases) => {
  test.each(cases)('$name', ({ given, evidence, told: expected, settlement }) => {
    const unit = settled(evidence, given);
    expect(told(unit)).toEqual(expected);
    expect(unit.standing.settlement).toBe(settlement);
  });
});
