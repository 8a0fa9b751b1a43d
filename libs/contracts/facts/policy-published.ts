import { About, At, Part, Text, Uuid } from '../fields.js';
import { editionM } from '../editions.js';
import { Policy } from '../policy.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';

@Contract<PolicyPublished>({
  name: 'PolicyPublished',
  version: 1,
  kind: 'fact',
  owner: 'reimbursements',
  says: 'A version of the policy is in force from an instant on, for one marketplace or for every one.',
  subject: (data) => data.policyId,
  key: (data) => data.policyId,
  hears: ['orders', 'tracking'],
  sample: {
    policyId: sample.policyId,
    version: 'M',
    marketplaceId: '*',
    from: '2026-01-01T00:00:00.000Z',
    policy: editionM,
  },
})
export class PolicyPublished {
  @Uuid()
  policyId!: string;

  @Text(64)
  version!: string;

  @About("'*' means every one.")
  @Text(64)
  marketplaceId!: string;

  @About('Counts for packages shipped at or after this instant.')
  @At()
  from!: string;

  @Part(() => Policy)
  policy!: Policy;
}
