import type { Instant, OpenSettlement, ReimbursementCause, UnitRef } from '#contracts';
import { columns, joined, sql } from '#postgres';
import type { Tx } from '#postgres';
import { canonicalJson } from '../domain/canonical-json.js';
import type { Decision, Question } from '../domain/decision.js';
import { ruleIds } from '../domain/outcome.js';
import { recorded } from '../domain/recorded.js';
import type { Recorded } from '../domain/recorded.js';
import type { ShippedUnit } from '../domain/shipped-unit.js';

/** A decision about a unit, with the unit. */
export interface DecidedUnit {
  shipped: ShippedUnit;
  decision: Decision;
}

const INSERT = sql(
  'decision_insert',
  `insert into decision (decision_id, order_id, line, ordinal, package_id, seller_id, question, kind, cause, settlement,
       reason, reimbursement_id, currency, amount_minor, policy_version, rules, decided_at, inputs, outcome)
   select decision_id, order_id, line, ordinal, package_id, seller_id, question, kind, cause, settlement, reason,
          reimbursement_id, currency, amount_minor, policy_version, string_to_array(rules, ' '), instant(decided_at),
          inputs, outcome
     from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::uuid[], $6::uuid[], $7::text[], $8::text[],
                 $9::text[], $10::text[], $11::text[], $12::uuid[], $13::text[], $14::bigint[], $15::text[],
                 $16::text[], $17::bigint[], string_to_array($18, U&'\\001F'), string_to_array($19, U&'\\001F'))
       with ordinality
       as taken (decision_id, order_id, line, ordinal, package_id, seller_id, question, kind, cause, settlement, reason,
                 reimbursement_id, currency, amount_minor, policy_version, rules, decided_at, inputs, outcome, place)
    order by place`,
);
const GRANT = sql(
  'reimbursement_insert',
  `insert into reimbursement (reimbursement_id, order_id, line, ordinal, seller_id, currency, amount_minor,
       value_minor, granted_at, reversed_by)
   select id, order_id, line, ordinal, seller_id, currency, amount, value, instant(granted_at), reversed_by
     from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::uuid[], $6::text[], $7::bigint[], $8::bigint[],
                 $9::bigint[], $10::uuid[])
       as granted (id, order_id, line, ordinal, seller_id, currency, amount, value, granted_at, reversed_by)`,
);
const REVERSE = sql(
  'reimbursement_reverse',
  `update reimbursement set reversed_by = reversal.id
     from unnest($1::uuid[], $2::uuid[]) as reversal (id, reimbursement_id)
    where reimbursement.reimbursement_id = reversal.reimbursement_id`,
);
const OF_ORDERS = sql(
  'decisions_of_orders',
  `select decision_id as id, order_id as "orderId", line, ordinal, question, kind, reason, settlement, cause,
          decided_at as at, reimbursement_id as "reimbursementId", currency, amount_minor as "minorUnits"
     from decision where order_id = any ($1::uuid[]) order by seq`,
);

/** Records decisions, in the order in which they were taken; grants and reversals also in the table that R-7 guards. */
export function saveDecisions(tx: Tx, decided: readonly DecidedUnit[]): void {
  if (decided.length === 0) return;
  tx.send(INSERT, decisionColumns(decided));
  const reversals = decided.filter(({ decision }) => decision.outcome.kind === 'reversed');
  const reversedBy = new Map(reversals.map(({ decision }) => [decision.reimbursementId, decision.id]));
  const earlier = reversals.filter(
    ({ decision }) => !decided.some((d) => isGrant(d, decision.reimbursementId)),
  );
  if (earlier.length > 0) {
    tx.send(
      REVERSE,
      columns(earlier, {
        id: ({ decision }) => decision.id,
        grant: ({ decision }) => decision.reimbursementId,
      }),
    );
  }
  const grants = decided.filter(({ decision }) => decision.outcome.kind === 'granted');
  if (grants.length > 0) tx.send(GRANT, grantColumns(grants, reversedBy));
}

export interface OrderDecision extends Recorded, UnitRef {
  orderId: string;
}

/** What was decided about the units of these orders, in order. */
export async function decisionsOf(tx: Tx, orderIds: readonly string[]): Promise<OrderDecision[]> {
  const rows = await tx.query<DecisionRow>(OF_ORDERS, [orderIds]);
  return rows.map(({ currency, minorUnits, ...row }) => ({
    ...row,
    amount: currency === null || minorUnits === null ? null : { currency, minorUnits },
  }));
}

interface DecisionRow extends UnitRef {
  id: string;
  orderId: string;
  question: Question;
  kind: Recorded['kind'];
  reason: string | null;
  settlement: OpenSettlement | null;
  cause: ReimbursementCause;
  at: Instant;
  reimbursementId: string | null;
  currency: string | null;
  minorUnits: number | null;
}

function isGrant({ decision }: DecidedUnit, reimbursementId: string | null): boolean {
  return decision.outcome.kind === 'granted' && decision.id === reimbursementId;
}

function decisionColumns(decided: readonly DecidedUnit[]): unknown[] {
  const rows = decided.map(({ shipped, decision }) => ({ shipped, decision, ...recorded(decision) }));
  const short = columns(rows, {
    id: ({ id }) => id,
    orderId: ({ shipped }) => shipped.orderId,
    line: ({ shipped }) => shipped.line,
    ordinal: ({ shipped }) => shipped.ordinal,
    packageId: ({ shipped }) => shipped.packageId,
    sellerId: ({ shipped }) => shipped.sellerId,
    question: ({ question }) => question,
    kind: ({ kind }) => kind,
    cause: ({ cause }) => cause,
    settlement: ({ settlement }) => settlement,
    reason: ({ reason }) => reason,
    reimbursementId: ({ reimbursementId }) => reimbursementId,
    currency: ({ amount }) => amount?.currency ?? null,
    minorUnits: ({ amount }) => amount?.minorUnits ?? null,
    policyVersion: ({ decision }) => decision.inputs.policy.version,
    rules: ({ decision }) => ruleIds(decision.outcome).join(' '),
    at: ({ at }) => at,
  });
  return [
    ...short,
    joined(decided.map(({ decision }) => canonicalJson(decision.inputs))),
    joined(decided.map(({ decision }) => canonicalJson(decision.outcome))),
  ];
}

// A grant whose reversal is taken in this same turn goes in as reversed: it was never in force for anybody to see.
function grantColumns(
  grants: readonly DecidedUnit[],
  reversedBy: ReadonlyMap<string | null, string>,
): unknown[] {
  return columns(grants, {
    id: ({ decision }) => decision.id,
    orderId: ({ shipped }) => shipped.orderId,
    line: ({ shipped }) => shipped.line,
    ordinal: ({ shipped }) => shipped.ordinal,
    sellerId: ({ shipped }) => shipped.sellerId,
    currency: ({ decision }) => decision.amount?.currency,
    amount: ({ decision }) => decision.amount?.minorUnits,
    value: ({ shipped }) => shipped.value?.minorUnits,
    at: ({ decision }) => decision.at,
    reversedBy: ({ decision }) => reversedBy.get(decision.id) ?? null,
  });
}
