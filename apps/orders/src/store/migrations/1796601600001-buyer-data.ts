import { sellerTable } from '#postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Buyers' data is sealed, can be found by e-mail and erased, and who saw or erased it is kept. */
export class BuyerData1796601600001 implements MigrationInterface {
  readonly name = 'BuyerData1796601600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SEALED);
    await runner.query(EMAILS);
    await runner.query(AUDIT);
    for (const table of ['buyer_email', 'buyer_data_audit']) await runner.query(sellerTable(table));
    await runner.query(RIGHTS);
  }

  /** What is sealed cannot be opened here: it is lost. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table buyer_data_audit, buyer_email');
    await runner.query(`
      alter table order_request
        drop column sealed_key, drop column updated_sealed_key, drop column sealed, drop column updated_sealed,
        drop column is_parted, drop column erased_at
    `);
  }
}

const SEALED = `
  alter table order_request
    -- Of content and of updated, what is the buyer's; content and updated hold the rest. Byte 1 is the version, the
    -- eight after it name the key.
    add column sealed bytea,
    add column updated_sealed bytea,
    add column sealed_key bytea generated always as (substring(sealed from 2 for 8)) stored,
    add column updated_sealed_key bytea generated always as (substring(updated_sealed from 2 for 8)) stored,
    -- Rows of before this are parted and sealed once the service runs.
    add column is_parted boolean not null default false,
    add column erased_at timestamptz(3);
  alter table order_request alter column is_parted set default true;
  create index order_request_by_key on order_request (sealed_key, order_id);
  create index order_request_by_updated_key on order_request (updated_sealed_key, order_id)
    where updated_sealed is not null;
  create index order_request_unparted on order_request (order_id) where not is_parted;
`;

const EMAILS = `
  -- Keyed digests of the e-mail addresses given with an order.
  create table buyer_email (
    seller_id uuid not null,
    digest bytea not null,
    order_id uuid not null,
    primary key (seller_id, digest, order_id)
  );
  create index buyer_email_of_order on buyer_email (order_id);
`;

const AUDIT = `
  -- Who read or erased a buyer's data. Rows are added, never changed: not even by the owner's mistake.
  create table buyer_data_audit (
    audit_id bigint generated always as identity primary key,
    at timestamptz(3) not null,
    action text not null,
    actor_kind text not null,
    actor_id text not null,
    seller_id uuid not null,
    order_id uuid not null,
    detail text
  );
  create index buyer_data_audit_of_order on buyer_data_audit (order_id, audit_id);
  create function buyer_data_audit_stays() returns trigger language plpgsql as
    $$ begin raise exception 'buyer_data_audit is append-only'; end $$;
  create trigger buyer_data_audit_stays before update or delete or truncate on buyer_data_audit
    for each statement execute function buyer_data_audit_stays();
`;

const RIGHTS = `
  do $$
  declare api text := replace(current_user, '_owner', '_api');
          worker text := replace(current_user, '_owner', '_worker');
  begin
    execute format('grant update (content, sealed, updated_sealed, is_parted, erased_at) on order_request to %I', api);
    execute format('revoke update on buyer_email from %I', api);
    execute format('grant delete on buyer_email to %I', api);
    execute format('revoke update, delete on buyer_data_audit from %I, %I', api, worker);
  end $$;
`;
