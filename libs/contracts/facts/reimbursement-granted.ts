import { About, OneOf, Part, Uuid } from '../fields.js';
import { Money } from '../money-value.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { reimbursementCauses } from '../vocabulary.js';
import type { ReimbursementCause } from '../vocabulary.js';
import { UnitDecision, decisionSample } from './decision.js';

@Contract<ReimbursementGranted>({
  name: 'ReimbursementGranted',
  version: 1,
  kind: 'fact',
  owner: 'reimbursements',
  says: 'A unit is made good: the seller is owed the amount (R-1, R-4, R-6).',
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: ['tracking'],
  sample: {
    reimbursementId: sample.reimbursementId,
    ...decisionSample,
    cause: 'lost',
    amount: sample.unitValue,
    rules: ['I-2', 'R-1', 'R-6'],
  },
})
export class ReimbursementGranted extends UnitDecision {
  @Uuid()
  reimbursementId!: string;

  @OneOf(reimbursementCauses)
  cause!: ReimbursementCause;

  @About('After fees and cap (R-6).')
  @Part(() => Money)
  amount!: Money;
}
