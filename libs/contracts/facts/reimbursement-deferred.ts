import { Kebab, OneOf, Uuid } from '../fields.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { openSettlements } from '../vocabulary.js';
import type { DeferralReason, OpenSettlement } from '../vocabulary.js';
import { UnitDecision, decisionSample } from './decision.js';

@Contract<ReimbursementDeferred>({
  name: 'ReimbursementDeferred',
  version: 1,
  kind: 'fact',
  owner: 'reimbursements',
  says: 'A decision is held, waits for a statement or evidence, or is in review.',
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: [],
  sample: {
    decisionId: sample.decisionId,
    ...decisionSample,
    settlement: 'waiting',
    reason: 'seller-statement',
    rules: ['R-1'],
  },
})
export class ReimbursementDeferred extends UnitDecision {
  @Uuid()
  decisionId!: string;

  @OneOf(openSettlements)
  settlement!: OpenSettlement;

  @Kebab()
  reason!: DeferralReason;
}
