import { editionM } from '#contracts';
import { sellerTable } from '#postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The schema of `tracking`: what shipped, what is known of it, and the clock over it. */
export class FollowPackages1700000100000 implements MigrationInterface {
  readonly name = 'FollowPackages1700000100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table policy (
        policy_id uuid primary key,
        version text not null,
        marketplace_id text not null,
        from_at timestamptz(3) not null,
        policy jsonb not null
      );

      -- What OrderShipped says: written once, never changed. Its row makes the package known.
      create table package (
        package_id uuid primary key,
        package_number int not null,
        package_ref text,
        order_id uuid not null,
        seller_id uuid not null,
        seller_fulfillment_order_id text not null,
        marketplace_id text not null,
        purpose text not null,
        shipment_id text not null,
        fulfillment_center_id text not null,
        carrier_code text,
        tracking_number text,
        has_number boolean not null,
        detail text not null,
        signature_required boolean not null,
        estimated_delivery_at timestamptz(3) not null,
        shipped_at timestamptz(3) not null,
        heard_at timestamptz(3) not null
      );
      create index package_seller_number on package (seller_id, package_number);
      create index package_tracking on package (carrier_code, tracking_number) where tracking_number is not null;
      create index package_shipment on package (order_id, shipment_id);
      create index package_seller_order on package (seller_id, seller_fulfillment_order_id, shipment_id);
      create index package_shipped_at on package using brin (shipped_at);

      -- The row that is locked for a package; it may be older than its package (messaging-review 3), and has
      -- no seller until that is known. next_due_at is null once no timer runs: the sweep's index holds only what is open.
      create table package_state (
        package_id uuid primary key,
        order_id uuid not null,
        seller_id uuid,
        place text,
        place_since timestamptz(3),
        status text,
        delivered_at timestamptz(3),
        returning_since timestamptz(3),
        as_of timestamptz(3),
        policy_version text,
        next_due_at timestamptz(3),
        next_due_cause text,
        stopped_at timestamptz(3),
        stopped_by text,
        decided_due_at timestamptz(3),
        overdue_cause text,
        overdue_lines int[],
        overdue_ordinals int[],
        check ((next_due_at is null) = (next_due_cause is null)),
        check (next_due_at is null or decided_due_at is null)
      ) with (fillfactor = 85);
      create index package_state_due on package_state (next_due_at, package_id) where next_due_at is not null;

      -- place is null once the unit is handed over to returns, so that no two services claim it.
      create table unit (
        order_id uuid not null,
        line int not null,
        ordinal int not null,
        package_id uuid not null,
        seller_id uuid not null,
        seller_fulfillment_order_item_id text not null,
        seller_sku text not null,
        value_currency text,
        value_minor bigint,
        place text,
        place_since timestamptz(3) not null,
        returned_at timestamptz(3),
        reimbursed boolean not null default false,
        recorded_at timestamptz(3) not null,
        primary key (order_id, line, ordinal)
      ) with (fillfactor = 85);
      create index unit_package on unit (package_id);

      create table scan (
        scan_id uuid primary key,
        package_id uuid not null,
        order_id uuid not null,
        seller_id uuid not null,
        event_code text not null,
        status text,
        raw_code text not null,
        occurred_at timestamptz(3) not null,
        corrects_raw_code text,
        corrects_occurred_at timestamptz(3),
        incident text,
        fault_party text,
        location jsonb,
        carrier_estimate text,
        content uuid not null,
        by_number boolean not null,
        publisher_id uuid not null,
        publisher text not null,
        reported_at timestamptz(3) not null,
        heard_at timestamptz(3) not null,
        place_after text not null,
        status_after text not null,
        moved_to uuid
      );
      create index scan_package on scan (package_id);

      create table returned_unit (
        order_id uuid not null,
        line int not null,
        ordinal int not null,
        receipt_id text not null,
        package_id uuid not null,
        seller_id uuid not null,
        received_at timestamptz(3) not null,
        kind text not null,
        primary key (order_id, line, ordinal, receipt_id)
      );
      create index returned_unit_package on returned_unit (package_id);

      create table reimbursed_unit (
        reimbursement_id uuid primary key,
        order_id uuid not null,
        line int not null,
        ordinal int not null,
        package_id uuid not null,
        seller_id uuid not null,
        granted_at timestamptz(3),
        reversed_at timestamptz(3)
      );
      create index reimbursed_unit_package on reimbursed_unit (package_id);

      ${['package', 'package_state', 'unit', 'scan', 'returned_unit', 'reimbursed_unit'].map(sellerTable).join('\n')}
    `);
    // In force from the beginning on a new database (Words, "policy").
    await runner.query(
      `insert into policy (policy_id, version, marketplace_id, from_at, policy) values ($1, $2, '*', '-infinity', $3)`,
      ['00000000-0000-0000-0000-000000000000', editionM.version, JSON.stringify(editionM)],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table reimbursed_unit, returned_unit, scan, unit, package_state, package, policy',
    );
  }
}
