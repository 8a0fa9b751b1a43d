import { Policy } from './policy.js';

const common = {
  lossWaitDays: 7,
  returnWaitDays: 60,
  eddBasis: 'at-shipment',
  untrackedNeedsStatement: true,
  claimWindowDays: 90,
  payOnCarrierLoss: false,
  reverseOnLateDelivery: true,
  valuation: 'declared-value',
  feesDeducted: false,
  caps: [{ marketplaceId: '*', currency: 'USD', perUnit: { currency: 'USD', minorUnits: 500_000 } }],
  appealWindowDays: 60,
  trackingPatienceHours: 24,
  futureToleranceMinutes: 5,
  destinationTimeZoneDefault: 'UTC',
  removalAddressRule: true,
} as const;

/** The newer edition, in force from the beginning on a new database: what is delivered is never lost (I-3). */
export const editionM: Policy = {
  version: 'M',
  basedOn: 'M',
  deliveredRule: 'delivered-is-never-lost',
  ...structuredClone(common),
  caps: common.caps.map((cap) => ({ ...cap, perUnit: { ...cap.perUnit } })),
};

/** The edition of 2020: a signature decides what happens to a package marked delivered (I-3). */
export const editionM20: Policy = {
  version: 'M20',
  basedOn: 'M20',
  deliveredRule: 'signature-decides',
  ...structuredClone(common),
  caps: common.caps.map((cap) => ({ ...cap, perUnit: { ...cap.perUnit } })),
};
