import type {
  Condition,
  FaultParty,
  FoundAt,
  Instant,
  OverdueCause,
  ReceivedPlace,
  ReturnKind,
  UnitRef,
} from '#contracts';
import { uuidv5 } from '#contracts';

// Never to be changed: evidence already stored was keyed with it.
const NAMESPACE = '5b0c3a52-8f5e-4f0e-9a35-0d6f1f5b7c01';

/** `DeliveryOverdue`: the named units were not delivered by `dueAt` (I-2). */
export interface OverdueBody {
  kind: 'overdue';
  cause: OverdueCause;
  dueAt: Instant;
  units: UnitRef[];
}

/** The delivery of a package as its scans tell after one more of them; null when no delivery stands (T-4). */
export interface DeliveryBody {
  kind: 'delivery';
  scanId: string;
  deliveredAt: Instant | null;
}

export interface ReceivedUnit extends UnitRef {
  condition: Condition;
  place: ReceivedPlace;
}

/** `ReturnReceived`: the named units are back; a buyer's return proves the delivery of the others (I-7). */
export interface ReceiptBody {
  kind: 'receipt';
  receiptId: string;
  returnKind: ReturnKind;
  receivedAt: Instant;
  units: ReceivedUnit[];
}

/** `UnitDamaged`: only the named units are affected. */
export interface DamageBody {
  kind: 'damage';
  damageId: string;
  foundAt: FoundAt;
  cause: string;
  faultParty: FaultParty;
  occurredAt: Instant;
  units: UnitRef[];
}

/** The seller states that its buyer has not received the package. One per package counts. */
export interface StatementBody {
  kind: 'statement';
  statement: 'buyer-has-not-received';
  /** What the seller claims; the instant that counts is ours (`knownAt`). */
  statedAt: Instant | null;
}

/** The last instant for a statement has passed (I-5). Known 1 ms later. */
export interface WindowClosedBody {
  kind: 'window-closed';
  closesAt: Instant;
}

export type EvidenceBody =
  OverdueBody | DeliveryBody | ReceiptBody | DamageBody | StatementBody | WindowClosedBody;

/** One thing known about one package. The set of them is what decisions are a function of. */
export interface Evidence<B extends EvidenceBody = EvidenceBody> {
  orderId: string;
  packageId: string;
  sellerId: string;
  /** The same for the same content, so that what is heard twice is known once. */
  key: string;
  /** `ce_time` of the fact, or our own instant of a statement or a closed window; never a foreign claim. */
  knownAt: Instant;
  body: B;
}

/** Evidence as stored: `heard` is the order of arrival, which within one package is the order of its owner. */
export interface StoredEvidence<B extends EvidenceBody = EvidenceBody> extends Evidence<B> {
  heard: number;
}

/** Evidence with its key. */
export function evidence(of: Omit<Evidence, 'key'>): Evidence {
  // one statement per package counts, whatever a second one says.
  const content = of.body.kind === 'statement' ? of.body.kind : of.body;
  return { ...of, key: uuidv5(NAMESPACE, [of.orderId, of.packageId, content]) };
}

/** Whether the evidence raises a question that a decision must answer. */
export function raisesQuestion(body: EvidenceBody): body is OverdueBody | DamageBody {
  return body.kind === 'overdue' || body.kind === 'damage';
}

/** Whether it is about one of the named units. */
export function names(units: readonly UnitRef[], unit: UnitRef): boolean {
  return units.some(({ line, ordinal }) => line === unit.line && ordinal === unit.ordinal);
}
