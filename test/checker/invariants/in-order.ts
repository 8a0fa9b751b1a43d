import { at } from '../facts.js';
import type { SaidFact } from '../facts.js';
import type { Violation } from '../observed.js';
import type { SeenWorld } from '../seen-world.js';

/** Per aggregate, facts are in order; and a name, once given, is given for good. */
export function inOrder(world: SeenWorld): Violation[] {
  const { facts, late, renamed } = world.said;
  return [
    ...late.map((fact) => ({
      invariant: 'out-of-order',
      detail: `${at(fact)}: ${name(fact)} is new, yet not higher than what came before it: consumers drop it`,
    })),
    ...renamed.map((fact) => ({
      invariant: 'renamed',
      detail: `${at(fact)}: ${name(fact)} was said before with other content`,
    })),
    ...perAggregate(facts),
    ...causes(facts.filter((fact) => !world.isOfLeftOut(fact))),
  ];
}

const name = ({ type, tick, id, subject }: SaidFact): string => `${type} (${tick}, ${id}) of ${subject}`;

// The outbox gives ids under the lock of the aggregate's row: within one source they rise with what happened.
function perAggregate(facts: readonly SaidFact[]): Violation[] {
  const last = new Map<string, SaidFact>();
  const violations: Violation[] = [];
  for (const fact of facts) {
    const aggregate = `${fact.source} ${fact.topic} ${fact.subject}`;
    const before = last.get(aggregate);
    if (before && before.id > fact.id) {
      violations.push({
        invariant: 'swapped-order',
        detail: `${at(fact)}: ${name(fact)} after ${name(before)}`,
      });
    }
    last.set(aggregate, fact);
  }
  return violations;
}

/** What cannot be said before something else was, of one aggregate on one topic. */
const FOLLOWS: Readonly<Record<string, { first: string; by: string }>> = {
  OrderShipped: { first: 'OrderAccepted', by: 'orderId' },
  ReimbursementReversed: { first: 'ReimbursementGranted', by: 'reimbursementId' },
};

function causes(facts: readonly SaidFact[]): Violation[] {
  const said = new Set<string>();
  const violations: Violation[] = [];
  for (const fact of facts) {
    for (const { first, by } of Object.values(FOLLOWS))
      if (first === fact.type) said.add(`${first} ${String(fact.data[by])}`);
    const cause = FOLLOWS[fact.type];
    if (cause && !said.has(`${cause.first} ${String(fact.data[cause.by])}`)) {
      violations.push({
        invariant: 'swapped-order',
        detail: `${at(fact)}: ${name(fact)} before its ${cause.first}`,
      });
    }
  }
  return violations;
}
