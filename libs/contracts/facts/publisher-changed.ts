import { About, Flag, OneOf, Optional, Part, Pattern, Text, Texts, Uuid } from '../fields.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { publisherRoles } from '../vocabulary.js';
import type { PublisherRole } from '../vocabulary.js';

/** What a publisher may speak of. A list left out is no limit. */
export class PublisherScope {
  @Optional()
  @Texts(16)
  fulfillmentCenterIds?: string[];

  @Optional()
  @Texts(64)
  carrierCodes?: string[];

  @Optional()
  @Texts(36)
  sellerIds?: string[];
}

@Contract<PublisherChanged>({
  name: 'PublisherChanged',
  version: 1,
  kind: 'fact',
  owner: 'gateway',
  says: 'A publisher of reports was added or changed; hearers subscribe to its topic.',
  subject: (data) => data.publisherId,
  key: (data) => data.publisherId,
  hears: ['orders', 'tracking', 'returns'],
  sample: {
    publisherId: sample.publisherId,
    name: 'east-warehouse',
    role: 'warehouse',
    scope: { fulfillmentCenterIds: [sample.fulfillmentCenterId] },
    revoked: false,
    topic: 'inbound.east-warehouse',
  },
})
export class PublisherChanged {
  @Uuid()
  publisherId!: string;

  @Text(64)
  @Pattern(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens, a letter first')
  name!: string;

  @OneOf(publisherRoles)
  role!: PublisherRole;

  @Part(() => PublisherScope)
  scope!: PublisherScope;

  @Flag()
  revoked!: boolean;

  @About('Without the prefix of the namespace.')
  @Text(200)
  topic!: string;
}
