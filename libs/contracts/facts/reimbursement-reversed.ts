import { About, OneOf, Part, Uuid } from '../fields.js';
import { Money } from '../money-value.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { reversalReasons } from '../vocabulary.js';
import type { ReversalReason } from '../vocabulary.js';
import { UnitDecision, decisionSample } from './decision.js';

@Contract<ReimbursementReversed>({
  name: 'ReimbursementReversed',
  version: 1,
  kind: 'fact',
  owner: 'reimbursements',
  says: 'A grant is taken back by a new entry that names it; nothing is edited (R-8).',
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: ['tracking'],
  sample: {
    decisionId: sample.decisionId,
    reimbursementId: sample.reimbursementId,
    ...decisionSample,
    decidedAt: sample.deliveredAt,
    reason: 'delivered-late',
    amount: sample.unitValue,
    rules: ['I-4', 'R-8'],
  },
})
export class ReimbursementReversed extends UnitDecision {
  @Uuid()
  decisionId!: string;

  @About('The grant.')
  @Uuid()
  reimbursementId!: string;

  @OneOf(reversalReasons)
  reason!: ReversalReason;

  @About('What is taken back: the amount of the grant.')
  @Part(() => Money)
  amount!: Money;
}
