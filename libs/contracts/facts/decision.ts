import { About, At, Part, Text, Texts, Uuid } from '../fields.js';
import { UnitRef } from '../references.js';
import { sample } from '../samples.js';

/** What every decision about a unit says. */
export class UnitDecision {
  @Uuid()
  orderId!: string;

  @Uuid()
  sellerId!: string;

  @Text(40)
  sellerFulfillmentOrderId!: string;

  @Uuid()
  packageId!: string;

  @Part(() => UnitRef)
  unit!: UnitRef;

  @Text(50)
  sellerSku!: string;

  @About('Ids of the rules that the decision rests on.')
  @Texts(32)
  rules!: string[];

  @About('The policy in force when the package was shipped.')
  @Text(64)
  policyVersion!: string;

  @About('The latest ce_time among the facts that it rests on; never a clock.')
  @At()
  decidedAt!: string;
}

/** The part of the samples that decisions share. */
export const decisionSample = {
  orderId: sample.orderId,
  sellerId: sample.sellerId,
  sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId,
  packageId: sample.packageId,
  unit: { line: 1, ordinal: 1 },
  sellerSku: sample.sku,
  policyVersion: 'M',
  decidedAt: sample.decidedAt,
} as const;
