import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People and programs with roles of their own: of a seller, and of the operator. */
export class Users1796601600000 implements MigrationInterface {
  readonly name = 'Users1796601600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table registry_user (
        user_id uuid primary key,
        -- Null: of the operator.
        seller_id uuid references registry_seller,
        name text not null,
        role text not null,
        added_at timestamptz(3) not null default clock_now(),
        revoked_at timestamptz(3),
        unique nulls not distinct (seller_id, name),
        check (role in ('owner', 'developer', 'view-only') and seller_id is not null
          or role in ('admin', 'support') and seller_id is null)
      );
      alter table registry_credential
        -- Null: the seller's or publisher's own key.
        add column user_id uuid references registry_user,
        drop constraint registry_credential_kind_check,
        add check (kind in ('seller', 'publisher', 'operator')),
        add check (kind <> 'operator' or user_id is not null);
      create index registry_credential_user on registry_credential (user_id) where user_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from registry_refresh_token
        where client_id in (select client_id from registry_credential where user_id is not null);
      delete from registry_credential where user_id is not null;
      alter table registry_credential drop column user_id,
        add constraint registry_credential_kind_check check (kind in ('seller', 'publisher'));
      drop table registry_user;
    `);
  }
}
