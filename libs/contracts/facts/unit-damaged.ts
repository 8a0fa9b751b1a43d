import { At, OneOf, Parts, Text, Uuid } from '../fields.js';
import { UnitRef } from '../references.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { faultParties, foundAts } from '../vocabulary.js';
import type { FaultParty, FoundAt } from '../vocabulary.js';

export class DamagedUnit extends UnitRef {
  @Uuid()
  packageId!: string;
}

@Contract<UnitDamaged>({
  name: 'UnitDamaged',
  version: 1,
  kind: 'fact',
  owner: 'returns',
  says: 'The named units are damaged, with the fault party and the place where it was found (R-4).',
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: ['reimbursements'],
  sample: {
    orderId: sample.orderId,
    sellerId: sample.sellerId,
    sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId,
    damageId: sample.damageId,
    foundAt: 'return-inspection',
    cause: 'crushed',
    faultParty: 'carrier',
    occurredAt: sample.receivedAt,
    units: [{ line: 1, ordinal: 1, packageId: sample.packageId }],
  },
})
export class UnitDamaged {
  @Uuid()
  orderId!: string;

  @Uuid()
  sellerId!: string;

  @Text(40)
  sellerFulfillmentOrderId!: string;

  @Uuid()
  damageId!: string;

  @OneOf(foundAts)
  foundAt!: FoundAt;

  @Text(64)
  cause!: string;

  @OneOf(faultParties)
  faultParty!: FaultParty;

  @At()
  occurredAt!: string;

  @Parts(() => DamagedUnit, 1, 1000)
  units!: DamagedUnit[];
}
