import type { Instant, Standing, UnitRef } from '#contracts';
import { names } from './evidence.js';
import type {
  DamageBody,
  EvidenceBody,
  OverdueBody,
  ReceiptBody,
  ReceivedUnit,
  StoredEvidence,
} from './evidence.js';
import type { StandingChange } from './shipped-unit.js';

/** What one piece of evidence means to one unit. */
export type Happening =
  | { kind: 'standing'; standing: Standing }
  | { kind: 'overdue'; overdue: OverdueBody }
  | { kind: 'delivery-scan'; deliveredAt: Instant | null }
  /** I-7: another unit of the package came back from the buyer, so the package was delivered. */
  | { kind: 'delivery-proof'; deliveredAt: Instant }
  | { kind: 'received'; unit: ReceivedUnit }
  | { kind: 'damaged'; damage: DamageBody }
  | { kind: 'stated' }
  | { kind: 'window-closed' };

export interface Moment {
  at: Instant;
  /** Key of the evidence. */
  key: string;
  happening: Happening;
}

// Of one instant: first who the seller is, then that the clock ran out, then what happened, last what was said.
const RANKS: readonly Happening['kind'][] = [
  'standing',
  'overdue',
  'delivery-scan',
  'delivery-proof',
  'received',
  'damaged',
  'stated',
  'window-closed',
];

/**
 * The life of one unit in order of instants, whatever the order in which it was heard: a function of the set of
 * evidence. Only the scans of a package keep the order of their owner, because each tells the state after it.
 */
export function timelineOf(
  unit: UnitRef,
  ofItsPackage: readonly StoredEvidence[],
  standings: readonly StandingChange[],
): Moment[] {
  const moments: Moment[] = standings.map(({ since, standing }) => ({
    at: since,
    key: `standing:${since}`,
    happening: { kind: 'standing', standing },
  }));
  let scannedUntil = -Infinity;
  for (const { key, knownAt, body } of ofItsPackage.toSorted((a, b) => a.heard - b.heard)) {
    const happening = meaning(unit, body);
    if (happening === undefined) continue;
    // What tracking says of a package after something else, it did not know before: a scan of 10 January that came
    // in after DeliveryOverdue of 12 January changes what was overdue, not whether it was (I-4).
    if (body.kind === 'delivery' || body.kind === 'overdue') scannedUntil = Math.max(scannedUntil, knownAt);
    moments.push({ at: body.kind === 'delivery' ? scannedUntil : knownAt, key, happening });
  }
  return moments.toSorted((a, b) => a.at - b.at || rank(a) - rank(b) || byKey(a, b));
}

function meaning(unit: UnitRef, body: EvidenceBody): Happening | undefined {
  switch (body.kind) {
    case 'overdue':
      return names(body.units, unit) ? { kind: 'overdue', overdue: body } : undefined;
    case 'delivery':
      return { kind: 'delivery-scan', deliveredAt: body.deliveredAt };
    case 'receipt':
      return receipt(unit, body);
    case 'damage':
      return names(body.units, unit) ? { kind: 'damaged', damage: body } : undefined;
    case 'statement':
      return { kind: 'stated' };
    default:
      return { kind: body.kind };
  }
}

function receipt(unit: UnitRef, body: ReceiptBody): Happening | undefined {
  const own = body.units.find(({ line, ordinal }) => line === unit.line && ordinal === unit.ordinal);
  if (own !== undefined) return { kind: 'received', unit: own };
  if (body.returnKind !== 'buyer-return') return undefined;
  return { kind: 'delivery-proof', deliveredAt: body.receivedAt };
}

function rank({ happening }: Moment): number {
  return RANKS.indexOf(happening.kind);
}

// toSorted is stable, so scans of one instant stay in their order of hearing.
function byKey(a: Moment, b: Moment): number {
  if (a.happening.kind === 'delivery-scan' && b.happening.kind === 'delivery-scan') return 0;
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}
