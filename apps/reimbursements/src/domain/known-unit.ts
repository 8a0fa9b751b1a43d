import type { Instant, Standing } from '#contracts';
import type { DamageBody, OverdueBody, ReceivedUnit } from './evidence.js';
import type { Moment } from './timeline.js';

/** What is known of a unit at one point of its time line. */
export class KnownUnit {
  standing: Standing = 'good';
  overdue: OverdueBody | undefined;
  statementAt: Instant | null = null;
  /** Whether the unit itself came back, and nobody but buyer or defect is to blame for how it is. */
  receivedBack = false;
  readonly damages: DamageBody[] = [];
  private scannedAt: Instant | null = null;
  private provenAt: Instant | null = null;

  learn({ at, happening }: Moment): void {
    switch (happening.kind) {
      case 'standing':
        this.standing = happening.standing;
        return;
      case 'overdue':
        // A package is overdue once; the first says when.
        this.overdue ??= happening.overdue;
        return;
      case 'delivery-scan':
        this.scannedAt = happening.deliveredAt;
        return;
      case 'delivery-proof':
        this.provenAt = Math.min(this.provenAt ?? Infinity, happening.deliveredAt);
        return;
      case 'received':
        this.receivedBack ||= backAsItShould(happening.unit);
        return;
      case 'damaged':
        if (this.damages.some(({ damageId }) => damageId === happening.damage.damageId)) return;
        this.damages.push(happening.damage);
        this.receivedBack ||= backWithoutOurFault(happening.damage);
        return;
      case 'stated':
        this.statementAt ??= at;
        return;
      case 'window-closed':
        return;
    }
  }

  /** When its package was delivered: by the scans that stand, or proven by a buyer's return (I-7). */
  get deliveredAt(): Instant | null {
    if (this.scannedAt === null || this.provenAt === null) return this.scannedAt ?? this.provenAt;
    return Math.min(this.scannedAt, this.provenAt);
  }
}

// Quarantined or refused at the dock: not taken in. What carrier or fulfiller broke is owed all the same, and what
// nobody has looked at yet may turn out to be.
function backAsItShould({ condition, place }: ReceivedUnit): boolean {
  if (place === 'quarantined' || place === 'refused-at-dock') return false;
  return condition === 'Sellable' || condition === 'CustomerDamaged' || condition === 'Defective';
}

function backWithoutOurFault({ foundAt, faultParty }: DamageBody): boolean {
  return foundAt !== 'in-transit' && (faultParty === 'customer' || faultParty === 'defect');
}
