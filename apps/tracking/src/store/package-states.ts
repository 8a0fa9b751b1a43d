import type { OverdueCause } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { PackageState } from '../domain/package-state.js';

const FIELDS = `package_id, order_id, seller_id, place, place_since, status, delivered_at, returning_since, as_of,
  policy_version, next_due_at, next_due_cause, stopped_at, stopped_by`;
const GIVEN = `unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::text[], $7::bigint[],
  $8::bigint[], $9::bigint[], $10::text[], $11::bigint[], $12::text[], $13::bigint[], $14::text[]) as n (${FIELDS})`;

function given(rows: readonly PackageState[]): unknown[] {
  return columns(rows, {
    packageId: (row) => row.packageId,
    orderId: (row) => row.orderId,
    sellerId: (row) => row.sellerId,
    place: (row) => row.place,
    placeSince: (row) => row.placeSince,
    status: (row) => row.status,
    deliveredAt: (row) => row.deliveredAt,
    returningSince: (row) => row.returningSince,
    asOf: (row) => row.asOf,
    policyVersion: (row) => row.policyVersion,
    nextDueAt: (row) => row.nextDueAt,
    nextDueCause: (row) => row.nextDueCause,
    stoppedAt: (row) => row.stoppedAt,
    stoppedBy: (row) => row.stoppedBy,
  });
}

const CREATE = sql(
  'state_create',
  `insert into package_state (${FIELDS})
   select package_id, order_id, seller_id, place, instant(place_since), status, instant(delivered_at),
     instant(returning_since), instant(as_of), policy_version, instant(next_due_at), next_due_cause,
     instant(stopped_at), stopped_by
   from ${GIVEN} order by package_id
   on conflict (package_id) do nothing`,
);

/** The rows of new packages as they are without anything heard of them; a row that exists stays as it is. */
export function createStates(tx: Tx, rows: readonly PackageState[]): void {
  if (rows.length > 0) tx.send(CREATE, given(rows));
}

const STUB = sql(
  'state_stub',
  `insert into package_state (package_id, order_id)
   select package_id, order_id from unnest($1::uuid[], $2::uuid[]) as n (package_id, order_id) order by package_id
   on conflict (package_id) do nothing`,
);

/** A row to lock for packages that others speak of before OrderShipped is heard (messaging-review 3). */
export function createStubs(tx: Tx, packages: readonly { packageId: string; orderId: string }[]): void {
  if (packages.length === 0) return;
  tx.send(STUB, columns(packages, { packageId: (one) => one.packageId, orderId: (one) => one.orderId }));
}

const READABLE = `package_id as "packageId", order_id as "orderId", seller_id as "sellerId", place,
  place_since as "placeSince", status, delivered_at as "deliveredAt", returning_since as "returningSince",
  as_of as "asOf", policy_version as "policyVersion", next_due_at as "nextDueAt", next_due_cause as "nextDueCause",
  stopped_at as "stoppedAt", stopped_by as "stoppedBy", decided_due_at as "decidedDueAt"`;
const LOCK = sql(
  'state_lock',
  `select ${READABLE} from package_state where package_id = any ($1::uuid[]) order by package_id for update`,
);

export async function lockStates(tx: Tx, packageIds: readonly string[]): Promise<PackageState[]> {
  return packageIds.length === 0 ? [] : tx.query<PackageState>(LOCK, [packageIds]);
}

const SAVE = sql(
  'state_save',
  `update package_state s
   set seller_id = n.seller_id, place = n.place, place_since = instant(n.place_since), status = n.status,
     delivered_at = instant(n.delivered_at), returning_since = instant(n.returning_since), as_of = instant(n.as_of),
     policy_version = n.policy_version, next_due_at = instant(n.next_due_at), next_due_cause = n.next_due_cause,
     stopped_at = instant(n.stopped_at), stopped_by = n.stopped_by
   from ${GIVEN} where s.package_id = n.package_id`,
);

export function saveStates(tx: Tx, rows: readonly PackageState[]): void {
  if (rows.length > 0) tx.send(SAVE, given(rows));
}

/** A state with what was decided at its due. */
export interface DecidedState extends PackageState {
  overdueCause: OverdueCause | null;
  /** The units that DeliveryOverdue named, one list per column. */
  overdueLines: number[] | null;
  overdueOrdinals: number[] | null;
}

const READ = sql(
  'state_read',
  `select ${READABLE}, overdue_cause as "overdueCause", overdue_lines as "overdueLines", overdue_ordinals as "overdueOrdinals"
   from package_state where package_id = any ($1::uuid[])`,
);

export async function readStates(tx: Tx, packageIds: readonly string[]): Promise<DecidedState[]> {
  return packageIds.length === 0 ? [] : tx.query<DecidedState>(READ, [packageIds]);
}
