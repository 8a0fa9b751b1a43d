import type { Instant, Standing, UnitRef } from '#contracts';
import type { PolicyTerms } from './policy-terms.js';
import type { ShippedUnit } from './shipped-unit.js';

/** What every claim's decision rests on. Nothing else may be looked at: it is stored and decided again. */
export interface ClaimInputs {
  /** The latest `ce_time` among the facts it rests on; never a clock, never a foreign claim. */
  now: Instant;
  unit: { orderId: string } & UnitRef;
  shipped: Pick<
    ShippedUnit,
    | 'packageId'
    | 'sellerId'
    | 'sellerSku'
    | 'marketplaceId'
    | 'purpose'
    | 'value'
    | 'signatureRequired'
    | 'detail'
    | 'shippedAt'
    | 'estimatedDeliveryAt'
  >;
  standing: Standing;
  /** The grant that is in force for this unit, if one is. */
  inForce: { reimbursementId: string } | null;
  /** Whether a grant for this unit was reversed before. */
  reversedBefore: boolean;
  policy: PolicyTerms;
}
