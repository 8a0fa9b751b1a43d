import type { Row, Violation } from '../observed.js';
import { instantIn, numberIn, push, text, unitOf } from '../seen-world.js';
import type { SeenWorld } from '../seen-world.js';

/** The law: no unit is paid twice, and none before its due (I-2). Tables and topics are judged by themselves. */
export function paidOnce(world: SeenWorld): Violation[] {
  return [...inTables(world), ...onTopics(world), ...early(world)];
}

function inTables(world: SeenWorld): Violation[] {
  const grants = new Map<string, Row[]>();
  for (const row of world.rows('reimbursements.reimbursement')) push(grants, unitOf(row), row);
  const violations: Violation[] = [];
  for (const [unit, rows] of grants) {
    const inForce = rows.filter((row) => row['reversed_by'] === null);
    if (inForce.length > 1)
      violations.push({ invariant: 'paid-twice', detail: `${unit}: ${inForce.length} grants are in force` });
    for (const row of rows) {
      if (numberIn(row, 'amount_minor') > numberIn(row, 'value_minor'))
        violations.push({ invariant: 'paid-wrongly', detail: `${unit}: more than its value` });
    }
  }
  for (const row of world.rows('reimbursements.unit')) {
    const net = numberIn(row, 'granted_minor') - numberIn(row, 'reversed_minor');
    const owed = (grants.get(unitOf(row)) ?? [])
      .filter((grant) => grant['reversed_by'] === null)
      .reduce((sum, grant) => sum + numberIn(grant, 'amount_minor'), 0);
    if (net !== owed)
      violations.push({
        invariant: 'paid-wrongly',
        detail: `${unitOf(row)}: its sums say ${net}, its grants ${owed}`,
      });
  }
  return violations;
}

function onTopics(world: SeenWorld): Violation[] {
  const inForce = new Map<string, { id: string; source: string }>();
  const violations: Violation[] = [];
  const said = [...world.facts('ReimbursementGranted'), ...world.facts('ReimbursementReversed')];
  for (const { type, data, source } of said.toSorted(
    (a, b) => a.partition - b.partition || a.offset - b.offset,
  )) {
    const { line, ordinal } = (data['unit'] ?? {}) as Record<string, unknown>;
    const unit = `${text(data, 'orderId')} ${String(line)}/${String(ordinal)}`;
    const id = text(data, 'reimbursementId');
    const before = inForce.get(unit);
    if (type === 'ReimbursementReversed') {
      if (before?.id === id) inForce.delete(unit);
    } else if (before !== undefined && !(before.id === id && before.source !== source)) {
      violations.push({
        invariant: 'paid-twice',
        detail: `${unit}: ${id} was granted while ${before.id} is in force`,
      });
      // By the same id a new incarnation says again what its database has forgotten, and consumers know it by that.
    } else inForce.set(unit, { id, source });
  }
  return violations;
}

/** A clock that was set back may stamp what it did before with an earlier instant: by so much at most. */
function setBack({ observed: { clock = [] } }: SeenWorld): number {
  return clock.reduce(
    (most, { offsetMs }, index) => Math.max(most, (clock[index - 1]?.offsetMs ?? 0) - offsetMs),
    0,
  );
}

function early(world: SeenWorld): Violation[] {
  const back = setBack(world);
  const dueOf = new Map(
    world.facts('DeliveryOverdue').map(({ data }) => [text(data, 'packageId'), instantIn(data, 'dueAt')]),
  );
  return world.rows('reimbursements.decision').flatMap((row) => {
    if (row['kind'] !== 'granted' || row['cause'] === 'damaged') return [];
    const due = dueOf.get(text(row, 'package_id'));
    if (due === undefined)
      return [
        {
          invariant: 'paid-early',
          detail: `${unitOf(row)} was paid as lost, and nobody said that it is overdue`,
        },
      ];
    const granted = Math.min(instantIn(row, 'decided_at'), instantIn(row, 'recorded_at') + back);
    if (granted > due) return [];
    return [
      {
        invariant: 'paid-early',
        detail: `${unitOf(row)} was paid by ${new Date(granted).toISOString()}, due ${new Date(due).toISOString()}`,
      },
    ];
  });
}
