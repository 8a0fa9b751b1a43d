import type { Instant, OpenSettlement, ReimbursementCause } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';

/** A decision with all that explains it. */
export interface DecisionView {
  decisionId: string;
  orderId: string;
  sellerFulfillmentOrderId: string;
  sellerId: string;
  packageId: string;
  line: number;
  ordinal: number;
  question: string;
  kind: 'granted' | 'refused' | 'deferred' | 'reversed' | 'corrected';
  cause: ReimbursementCause;
  settlement: OpenSettlement | null;
  reason: string | null;
  reimbursementId: string | null;
  currency: string | null;
  minorUnits: number | null;
  policyVersion: string;
  rules: string[];
  decidedAt: Instant;
  recordedAt: Instant;
  inputs: string;
  outcome: string;
}

const COLUMNS = `decision_id as "decisionId", order_id as "orderId", seller_fulfillment_order_id as
  "sellerFulfillmentOrderId", decision.seller_id as "sellerId", package_id as "packageId", line, ordinal, question, kind,
  cause, settlement, reason, reimbursement_id as "reimbursementId", currency, amount_minor as "minorUnits",
  policy_version as "policyVersion", rules, decided_at as "decidedAt", recorded_at as "recordedAt", inputs, outcome`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const BY_ID = sql(
  'decision_view',
  `select ${COLUMNS} from decision join order_case using (order_id) where decision_id = $1`,
);
const OF_ORDERS = sql(
  'decision_views_of_orders',
  `select ${COLUMNS} from decision join order_case using (order_id)
    where order_id = any ($1::uuid[]) order by order_id, line, ordinal, seq`,
);
const NAMED = sql(
  'order_case_by_name',
  `select order_id as "orderId" from order_case 
    where (order_id = any ($1::uuid[]) or seller_fulfillment_order_id = $2) and ($3::uuid is null or seller_id = $3)`,
);

export async function decisionView(tx: Tx, decisionId: string): Promise<DecisionView | undefined> {
  const [found] = await tx.query<DecisionView>(BY_ID, [decisionId]);
  return found;
}

/** All decisions of these orders, unit by unit, each in the order in which it was taken. */
export function decisionViews(tx: Tx, orderIds: readonly string[]): Promise<DecisionView[]> {
  return tx.query<DecisionView>(OF_ORDERS, [orderIds]);
}

/** Orders that the name may mean: an orderId, or a seller's own id, which several sellers may use; of one when one is named. */
export async function ordersNamed(tx: Tx, name: string, sellerId?: string): Promise<string[]> {
  const byId = UUID.test(name) ? [name] : [];
  const rows = await tx.query<{ orderId: string }>(NAMED, [byId, name, sellerId ?? null]);
  return rows.map(({ orderId }) => orderId);
}
