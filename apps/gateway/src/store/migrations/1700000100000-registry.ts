import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may use the system: sellers, publishers, their keys. Secrets and tokens are kept as hashes only. */
export class Registry1700000100000 implements MigrationInterface {
  readonly name = 'Registry1700000100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table registry_seller (
        seller_id uuid primary key,
        name text not null unique,
        standing text not null default 'good' check (standing in ('good', 'not-good')),
        sandbox boolean not null default false,
        added_at timestamptz(3) not null default clock_now(),
        revoked_at timestamptz(3)
      );

      create table registry_publisher (
        publisher_id uuid primary key,
        name text not null unique check (name ~ '^[a-z][a-z0-9-]*$'),
        role text not null check (role in ('network', 'warehouse', 'carrier', 'order-source')),
        scope jsonb not null,
        topic text not null unique,
        added_at timestamptz(3) not null default clock_now(),
        revoked_at timestamptz(3)
      );

      create table registry_credential (
        client_id text primary key,
        kind text not null check (kind in ('seller', 'publisher')),
        owner_id uuid not null,
        secret_hash text not null,
        added_at timestamptz(3) not null default clock_now(),
        revoked_at timestamptz(3)
      );
      create index registry_credential_owner on registry_credential (owner_id);

      create table registry_refresh_token (
        token_hash bytea primary key,
        client_id text not null references registry_credential,
        added_at timestamptz(3) not null default clock_now(),
        revoked_at timestamptz(3)
      );
      create index registry_refresh_token_client on registry_refresh_token (client_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table registry_refresh_token, registry_credential, registry_publisher, registry_seller',
    );
  }
}
