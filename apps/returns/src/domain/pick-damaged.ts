import type { Condition, FaultParty } from '#contracts';
import type { DamageClaim } from './claims.js';
import { byOrdinal } from './order.js';
import type { Damage, Unit } from './unit.js';
import { conditionOf, lastStep } from './unit.js';

/** The damage of this unit with the same natural key (unit, foundAt, cause). */
export function sameDamage(
  { damages }: Unit,
  { foundAt, cause }: Pick<Damage, 'foundAt' | 'cause'>,
): Damage | undefined {
  return damages.find((damage) => damage.foundAt === foundAt && damage.cause === cause);
}

/** Of the units that a damage report can mean: not named so before, in the fitting place, lowest ordinals first. */
export function byFitness(claim: DamageClaim): (a: Unit, b: Unit) => number {
  return (a, b) =>
    Number(sameDamage(a, claim) !== undefined) - Number(sameDamage(b, claim) !== undefined) ||
    distance(a, claim) - distance(b, claim) ||
    byOrdinal(a, b);
}

/** 0 is where such a damage is found. Further away it is found all the same: reports overtake each other. */
function distance(unit: Unit, { foundAt, faultParty }: DamageClaim): number {
  const place = lastStep(unit)?.place;
  const here = place !== undefined && place !== 'refused-at-dock';
  if (foundAt === 'in-transit') return here ? 1 : 0;
  if (foundAt === 'warehouse') return here ? 0 : 1;
  if (!here) return 3;
  if (place === 'restocked') return 4;
  if (place === 'received' || place === 'quarantined') return 1;
  return blameOf(conditionOf(unit)) === faultParty ? 0 : 2;
}

function blameOf(condition: Condition | undefined): FaultParty | undefined {
  if (condition === 'CarrierDamaged') return 'carrier';
  if (condition === 'FulfillerDamaged') return 'fulfiller';
  if (condition === 'CustomerDamaged') return 'customer';
  return condition === 'Defective' ? 'defect' : undefined;
}
