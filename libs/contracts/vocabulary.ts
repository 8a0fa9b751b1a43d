/** Closed and open vocabularies that several contracts share. */

export const purposes = ['customer-order', 'removal'] as const;
export type Purpose = (typeof purposes)[number];

/** O-4: who gave an order up. */
export const cancelCauses = ['seller', 'hold-expired'] as const;
export type CancelCause = (typeof cancelCauses)[number];

/** How fast an order is to arrive, as the Selling Partner API names it. */
export const shippingSpeeds = ['Standard', 'Expedited', 'Priority', 'ScheduledDelivery'] as const;
export type ShippingSpeed = (typeof shippingSpeeds)[number];

/** What a warehouse tells of a shipment that it was asked for, before it leaves. */
export const shipmentSteps = ['picking', 'failed'] as const;
export type ShipmentStep = (typeof shipmentSteps)[number];

/** Why a warehouse cannot ship what it was asked for. */
export const shipmentFailures = ['damaged', 'missing', 'hazmat', 'other'] as const;
export type ShipmentFailure = (typeof shipmentFailures)[number];

/** Why a shipment that was asked for is not to leave any more. */
export const shipmentCancelCauses = ['seller', 'fulfiller', 'order-killed', 'shipped-otherwise'] as const;
export type ShipmentCancelCause = (typeof shipmentCancelCauses)[number];

/** O-6: why units of an order are not shipped. On the bus the word is open: a new reason is no new version. */
export type UnfulfillableReason =
  | 'out-of-stock'
  | 'damaged'
  | 'not-in-catalogue'
  | 'hazmat-pending'
  | 'hazmat-blocked'
  | 'no-route'
  | 'feature-not-offered'
  | 'order-killed';

/** T-2: what the carrier tells of the journey. */
export const trackingDetails = ['full', 'delivered-only', 'none'] as const;
export type TrackingDetail = (typeof trackingDetails)[number];

/** Who is at fault (Words). Fault fulfiller or carrier is the operator's acceptance of responsibility. */
export const faultParties = ['fulfiller', 'carrier', 'customer', 'defect', 'unknown'] as const;
export type FaultParty = (typeof faultParties)[number];

export const incidents = [
  'damaged',
  'lost',
  'destroyed',
  'refused',
  'bad-address',
  'unclaimed',
  'customs',
  'weather',
  'other',
] as const;
export type Incident = (typeof incidents)[number];

/** Where a package is, as its scans tell. Lost comes only from an UNDELIVERABLE scan. */
export const packagePlaces = ['in-transit', 'delivered', 'returning', 'lost'] as const;
export type PackagePlace = (typeof packagePlaces)[number];

/** Where a unit is once a fulfilment centre has had it in hand. */
export const receivedPlaces = [
  'received',
  'restocked',
  'unsellable',
  'quarantined',
  'refused-at-dock',
  'disposed',
] as const;
export type ReceivedPlace = (typeof receivedPlaces)[number];

/** N-7, and Uninspected for a unit that waits for inspection. */
export const conditions = [
  'Sellable',
  'Defective',
  'CustomerDamaged',
  'CarrierDamaged',
  'FulfillerDamaged',
  'Uninspected',
] as const;
export type Condition = (typeof conditions)[number];

export const returnKinds = ['buyer-return', 'undelivered'] as const;
export type ReturnKind = (typeof returnKinds)[number];

/** where the damage was found. */
export const foundAts = ['return-inspection', 'in-transit', 'warehouse'] as const;
export type FoundAt = (typeof foundAts)[number];

export const overdueCauses = ['no-delivery', 'lost-on-return'] as const;
export type OverdueCause = (typeof overdueCauses)[number];

export const reimbursementCauses = ['lost', 'lost-on-return', 'damaged'] as const;
export type ReimbursementCause = (typeof reimbursementCauses)[number];

export const reversalReasons = ['delivered-late', 'delivered-in-time', 'returned', 'paid-in-error'] as const;
export type ReversalReason = (typeof reversalReasons)[number];

export const openSettlements = ['held', 'waiting', 'in-review'] as const;
export type OpenSettlement = (typeof openSettlements)[number];

/** Why a unit is not reimbursed. On the bus the word is open: a new reason is no new version. */
export type RefusalReason =
  | 'already-reimbursed'
  | 'removal-order'
  | 'cancelled-before-shipment'
  | 'carrier-marked-delivered'
  | 'delivered-in-time'
  | 'delivered-late'
  | 'delivered-with-signature'
  | 'returned'
  | 'not-claimed-in-time'
  | 'not-shipped'
  | 'carrier-loss-not-paid'
  | 'customer-damaged'
  | 'defective'
  | 'before-due';

/** Why a decision is held, waits or is in review. Open on the bus, as above. */
export type DeferralReason =
  | 'seller-not-in-good-standing'
  | 'value-unknown'
  | 'parked-report'
  | 'seller-statement'
  | 'photographs'
  | 'fault-unknown'
  | 'delivered-without-signature'
  | 'not-shipped'
  | 'after-reversal';

export const standings = ['good', 'not-good'] as const;
export type Standing = (typeof standings)[number];

export const publisherRoles = ['network', 'warehouse', 'carrier', 'order-source'] as const;
export type PublisherRole = (typeof publisherRoles)[number];

/** Of a seller's users: an owner may all that a seller may, a developer what programs do, view-only reads. */
export const sellerRoles = ['owner', 'developer', 'view-only'] as const;
export type SellerRole = (typeof sellerRoles)[number];

/** Of the operator's users: support reads and changes nothing. */
export const operatorRoles = ['admin', 'support'] as const;
export type OperatorRole = (typeof operatorRoles)[number];
