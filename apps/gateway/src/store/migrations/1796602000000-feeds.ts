import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How carriers tell of scans by themselves (T-9): pushed, dropped as files, or asked for. */
export class Feeds1796602000000 implements MigrationInterface {
  readonly name = 'Feeds1796602000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table feed (
        feed_id uuid primary key,
        publisher_id uuid not null references registry_publisher,
        carrier text not null,
        format text not null check (format in ('makegood', 'aftership', 'easypost')),
        calls jsonb not null,
        time_zone text not null,
        poll_url text,
        poll_every_seconds integer,
        poll_authorization bytea,
        added_at timestamptz(3) not null default clock_now(),
        removed_at timestamptz(3)
      );
      -- The path of a webhook and the folder of a drop name the carrier and nothing else.
      create unique index feed_carrier on feed (carrier) where removed_at is null;

      create table feed_secret (
        secret_id uuid primary key,
        feed_id uuid not null references feed,
        sealed bytea not null,
        added_at timestamptz(3) not null default clock_now(),
        expires_at timestamptz(3)
      );
      create index feed_secret_feed on feed_secret (feed_id);

      -- What changes all the time, apart from what an operator has said.
      create table feed_state (
        feed_id uuid primary key references feed,
        heard_at timestamptz(3),
        contact_at timestamptz(3),
        scans bigint not null default 0,
        trouble text,
        trouble_at timestamptz(3),
        poll_cursor jsonb,
        poll_next_at timestamptz(3) not null default clock_timestamp(),
        poll_failures integer not null default 0,
        lease uuid,
        leased_until timestamptz(3)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table feed_state, feed_secret, feed');
  }
}
