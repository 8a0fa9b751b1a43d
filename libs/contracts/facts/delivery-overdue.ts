import { About, At, Flag, INT32_MAX, OneOf, Optional, Part, Parts, Text, Uuid, Whole } from '../fields.js';
import { Money } from '../money-value.js';
import { UnitRef } from '../references.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { overdueCauses, purposes, trackingDetails } from '../vocabulary.js';
import type { OverdueCause, Purpose, TrackingDetail } from '../vocabulary.js';

export class OverdueUnit extends UnitRef {
  @Text(50)
  sellerSku!: string;

  @Optional()
  @Part(() => Money)
  unitValue?: Money;
}

@Contract<DeliveryOverdue>({
  name: 'DeliveryOverdue',
  version: 1,
  kind: 'fact',
  owner: 'tracking',
  says: 'A package was not delivered by its due; ce_time is dueAt + 1 ms, however late the sweep was (I-2).',
  subject: (data) => data.packageId,
  key: (data) => data.orderId,
  hears: ['reimbursements'],
  sample: {
    packageId: sample.packageId,
    packageNumber: 1001,
    orderId: sample.orderId,
    sellerId: sample.sellerId,
    sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId,
    marketplaceId: sample.marketplaceId,
    purpose: 'customer-order',
    signatureRequired: false,
    hasNumber: true,
    detail: 'full',
    shippedAt: sample.shippedAt,
    estimatedDeliveryAt: sample.estimatedDeliveryAt,
    dueAt: sample.dueAt,
    cause: 'no-delivery',
    policyVersion: 'M',
    units: [{ line: 1, ordinal: 1, sellerSku: sample.sku, unitValue: sample.unitValue }],
  },
})
export class DeliveryOverdue {
  @Uuid()
  packageId!: string;

  @Whole(1, INT32_MAX)
  packageNumber!: number;

  @Uuid()
  orderId!: string;

  @Uuid()
  sellerId!: string;

  @Text(40)
  sellerFulfillmentOrderId!: string;

  @Text(64)
  marketplaceId!: string;

  @OneOf(purposes)
  purpose!: Purpose;

  @Flag()
  signatureRequired!: boolean;

  @Flag()
  hasNumber!: boolean;

  @OneOf(trackingDetails)
  detail!: TrackingDetail;

  @At()
  shippedAt!: string;

  @At()
  estimatedDeliveryAt!: string;

  @At()
  dueAt!: string;

  @OneOf(overdueCauses)
  cause!: OverdueCause;

  @About('The policy in force at shippedAt (Words, "policy").')
  @Text(64)
  policyVersion!: string;

  @About('The units in the package less those returned or already reimbursed.')
  @Parts(() => OverdueUnit, 1, 1000)
  units!: OverdueUnit[];
}
