import { Kebab, OneOf, Uuid } from '../fields.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { reimbursementCauses } from '../vocabulary.js';
import type { RefusalReason, ReimbursementCause } from '../vocabulary.js';
import { UnitDecision, decisionSample } from './decision.js';

@Contract<ReimbursementRefused>({
  name: 'ReimbursementRefused',
  version: 1,
  kind: 'fact',
  owner: 'reimbursements',
  says: 'A unit is not reimbursed, with the reason and the rules.',
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: [],
  sample: {
    decisionId: sample.decisionId,
    ...decisionSample,
    cause: 'lost',
    reason: 'removal-order',
    rules: ['R-5'],
  },
})
export class ReimbursementRefused extends UnitDecision {
  @Uuid()
  decisionId!: string;

  @OneOf(reimbursementCauses)
  cause!: ReimbursementCause;

  @Kebab()
  reason!: RefusalReason;
}
