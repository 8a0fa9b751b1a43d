import { editionM, toIso } from '#contracts';
import { sellerTable } from '#postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { canonicalJson } from '../../domain/canonical-json.js';
import { EVERY_MARKETPLACE } from '../../domain/policy-in-force.js';
import { policyIdOf } from '../../domain/policy-id.js';

const SELLER_TABLES = ['seller', 'order_case', 'unit', 'evidence', 'decision', 'reimbursement'];
/** "In force from the beginning": no package was shipped before it. */
const BEGINNING = 0;

export class Reimbursements1767225600004 implements MigrationInterface {
  readonly name = 'Reimbursements1767225600004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FACTS);
    await runner.query(DECISIONS);
    await runner.query(POLICIES);
    for (const table of SELLER_TABLES) await runner.query(sellerTable(table));
    await seedEditionM(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table ${SELLER_TABLES.toReversed().join(', ')}, policy, policy_version;
      drop function refuse_change();
    `);
  }
}

// The set of facts that decisions are a function of. No foreign keys: each function writes whole orders under the
// lock of order_case, and a check per row is the dearest part of a bulk insert.
const FACTS = `
  create table seller (
    seller_id uuid primary key,
    -- [{"since": epoch ms, "standing": "good" | "not-good"}]; before the first one: good (R-5).
    standings jsonb not null default '[]'
  );

  -- The row that is locked. It exists from the first fact of an order on, whichever that is (messaging-review 3).
  create table order_case (
    order_id uuid primary key,
    seller_id uuid not null,
    seller_fulfillment_order_id text not null,
    -- The seller's standing has returned: what is held is to be decided. Null: nothing to do.
    release_due timestamptz(3)
  );
  create index order_case_named on order_case (seller_fulfillment_order_id, seller_id);
  create index order_case_release on order_case (release_due, order_id) where release_due is not null;

  create table unit (
    order_id uuid not null,
    line int not null,
    ordinal int not null,
    seller_id uuid not null,
    package_id uuid not null,
    -- As OrderShipped told it; all null while only a claim is known.
    package_number int,
    marketplace_id text,
    purpose text,
    seller_sku text,
    value_currency text,
    value_minor bigint check (value_minor >= 0),
    signature_required boolean,
    detail text,
    shipped_at timestamptz(3),
    estimated_delivery_at timestamptz(3),
    shipment_known_at timestamptz(3),
    settlement text not null check (settlement in
      ('none', 'due', 'held', 'waiting', 'in-review', 'granted', 'replaced', 'refused', 'reversed')),
    settlement_since timestamptz(3) not null,
    reason text,
    currency text,
    granted_minor bigint not null default 0,
    reversed_minor bigint not null default 0,
    ever_granted boolean not null default false,
    -- I-5: when the window for the seller's statement closes; null unless the unit waits for it (R-1).
    claim_closes_at timestamptz(3),
    primary key (order_id, line, ordinal),
    check (reversed_minor between 0 and granted_minor)
  );
  create index unit_claim_window on unit (claim_closes_at) where claim_closes_at is not null;
  create index unit_held on unit (seller_id) where settlement = 'held';

  create table evidence (
    order_id uuid not null,
    package_id uuid not null,
    key uuid not null,
    seller_id uuid not null,
    known_at timestamptz(3) not null,
    -- Order of arrival: within one package that of its owner.
    heard bigint generated always as identity,
    body jsonb not null,
    recorded_at timestamptz(3) not null default clock_now(),
    primary key (order_id, package_id, key)
  );
`;

const DECISIONS = `
  create table decision (
    decision_id uuid primary key,
    seq bigint generated always as identity,
    order_id uuid not null,
    line int not null,
    ordinal int not null,
    package_id uuid not null,
    seller_id uuid not null,
    question text not null,
    kind text not null check (kind in ('granted', 'refused', 'deferred', 'reversed', 'corrected')),
    cause text not null,
    settlement text,
    reason text,
    reimbursement_id uuid,
    currency text,
    amount_minor bigint check (amount_minor >= 0),
    policy_version text not null,
    rules text[] not null,
    decided_at timestamptz(3) not null,
    recorded_at timestamptz(3) not null default clock_now(),
    -- R-10: canonical JSON; decided again from inputs alone, outcome comes out with the same bytes.
    inputs text not null,
    outcome text not null
  );
  create index decision_of_unit on decision (order_id, line, ordinal, seq);

  -- R-8: a reversal is a new entry that names the first; nothing is edited or deleted.
  create function refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception 'a % is never changed: decide anew', tg_table_name using errcode = '23514';
  end $$;
  create trigger append_only before update or delete or truncate on decision
    for each statement execute function refuse_change();

  create table reimbursement (
    reimbursement_id uuid primary key references decision,
    order_id uuid not null,
    line int not null,
    ordinal int not null,
    seller_id uuid not null,
    currency text not null,
    amount_minor bigint not null,
    value_minor bigint not null,
    granted_at timestamptz(3) not null,
    -- The decision that took it back, once and whole.
    reversed_by uuid unique references decision,
    check (amount_minor between 0 and value_minor)
  );
  -- R-7, the last wall: at most one reimbursement per unit is in force, whatever the code says.
  create unique index one_in_force on reimbursement (order_id, line, ordinal) where reversed_by is null;
`;

const POLICIES = `
  -- A version has one content, wherever and from whenever it counts.
  create table policy_version (
    version text primary key,
    content text not null
  );
  create table policy (
    policy_id uuid primary key,
    version text not null references policy_version,
    marketplace_id text not null,
    effective_from timestamptz(3) not null,
    published_at timestamptz(3) not null default clock_now(),
    -- Two versions from one instant on would both be in force.
    unique (marketplace_id, effective_from)
  );
  create trigger append_only before update or delete or truncate on policy
    for each statement execute function refuse_change();
  create trigger append_only before update or delete or truncate on policy_version
    for each statement execute function refuse_change();
`;

// Words, "policy": a new database has edition M in force from the beginning.
async function seedEditionM(runner: QueryRunner): Promise<void> {
  const seed = { version: editionM.version, marketplaceId: EVERY_MARKETPLACE, from: BEGINNING };
  await runner.query('insert into policy_version (version, content) values ($1, $2)', [
    seed.version,
    canonicalJson(editionM),
  ]);
  await runner.query(
    'insert into policy (policy_id, version, marketplace_id, effective_from) values ($1, $2, $3, $4)',
    [policyIdOf(seed), seed.version, seed.marketplaceId, toIso(seed.from)],
  );
}
