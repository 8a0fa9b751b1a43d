import { About, Flag, OneOf, Optional, Text, Texts, Uuid } from '../fields.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { standings } from '../vocabulary.js';
import type { Standing } from '../vocabulary.js';

@Contract<SellerChanged>({
  name: 'SellerChanged',
  version: 1,
  kind: 'fact',
  owner: 'gateway',
  says: 'A seller was added or changed; the message holds its whole present state.',
  subject: (data) => data.sellerId,
  key: (data) => data.sellerId,
  hears: ['orders', 'reimbursements'],
  sample: {
    sellerId: sample.sellerId,
    name: 'Blue Mugs Ltd',
    standing: 'good',
    sandbox: false,
    revoked: false,
  },
})
export class SellerChanged {
  @Uuid()
  sellerId!: string;

  @Text(200)
  name!: string;

  @About('Not good: decisions are held until standing returns (R-5).')
  @OneOf(standings)
  standing!: Standing;

  @Flag()
  sandbox!: boolean;

  @Flag()
  revoked!: boolean;

  @Optional()
  @About('Addresses of its own: an order to one of them counts as removal (O-8).')
  @Texts(500)
  ownAddresses?: string[];
}
