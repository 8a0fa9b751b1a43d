import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Secrets and refresh tokens are replaced while the former ones still count for a while. */
export class KeyRotation1796601600002 implements MigrationInterface {
  readonly name = 'KeyRotation1796601600002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table registry_credential
        -- Each use of a refresh token gives a new one.
        add column rotating boolean not null default false,
        add column former_secret_hash text,
        add column former_secret_until timestamptz(3);
      alter table registry_refresh_token
        -- A token and those that replaced it.
        add column family uuid not null default gen_random_uuid(),
        -- Null: until it is replaced or revoked.
        add column good_until timestamptz(3);
      create index registry_refresh_token_family on registry_refresh_token (family);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table registry_refresh_token drop column family, drop column good_until;
      alter table registry_credential drop column rotating, drop column former_secret_hash,
        drop column former_secret_until;
    `);
  }
}
