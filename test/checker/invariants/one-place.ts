import type { Violation } from '../observed.js';
import { push, text, unitOf } from '../seen-world.js';
import type { SeenWorld } from '../seen-world.js';

/** The law: no unit is unaccounted for. Every shipped unit has one place, with one service, and one settlement. */
export function onePlace(world: SeenWorld): Violation[] {
  const places = new Map<string, string[]>();
  for (const service of ['tracking', 'returns'])
    for (const row of world.rows(`${service}.unit`))
      if (row['place'] !== null) push(places, unitOf(row), `${text(row, 'place')} (${service})`);
  const settled = new Map(
    world.rows('reimbursements.unit').map((row) => [unitOf(row), text(row, 'settlement')]),
  );
  const shipped = new Set(world.rows('orders.unit').map(unitOf));
  const violations: Violation[] = [];
  for (const unit of shipped) {
    const claims = places.get(unit) ?? [];
    if (claims.length === 0) violations.push({ invariant: 'in-no-place', detail: unit });
    if (claims.length > 1)
      violations.push({ invariant: 'in-two-places', detail: `${unit}: ${claims.join(', ')}` });
    const settlement = settled.get(unit);
    if (settlement === undefined || settlement === 'due')
      violations.push({
        invariant: 'unsettled',
        detail: `${unit}: ${settlement ?? 'reimbursements does not know it'}`,
      });
  }
  for (const unit of places.keys())
    if (!shipped.has(unit)) violations.push({ invariant: 'never-shipped', detail: `${unit} has a place` });
  return violations;
}
