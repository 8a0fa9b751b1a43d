import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Outbox partitions; a new one is written every {@link SLOT_SECONDS} and an old one emptied by TRUNCATE. */
export const SLOTS = 4;
export const SLOT_SECONDS = 30;

/** What messaging keeps in each service's schema. The README of libs/messaging says what each table promises. */
export class Messaging1700000000001 implements MigrationInterface {
  readonly name = 'Messaging1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table consumer_offset (
        topic text not null,
        "partition" int not null,
        next bigint not null,
        primary key (topic, "partition")
      );

      create table mark (
        topic text not null,
        "partition" int not null,
        source text not null,
        tick bigint not null,
        id bigint not null,
        primary key (topic, "partition", source)
      );

      create table outbox (
        id bigint generated always as identity (cache 1),
        slot smallint not null default (extract(epoch from clock_timestamp())::bigint / ${SLOT_SECONDS} % ${SLOTS}),
        xid xid8 not null default pg_current_xact_id(),
        topic text not null,
        key text not null,
        type text not null,
        subject text not null,
        at timestamptz(3) not null,
        body text not null check (octet_length(body) <= 262144)
      ) partition by list (slot);
      ${Array.from({ length: SLOTS }, (_, slot) => `create table outbox_${slot} partition of outbox for values in (${slot});`).join('\n')}
      create index outbox_xid on outbox (xid);

      create table relay (
        only_row boolean primary key default true check (only_row),
        epoch bigint not null default 0,
        tick bigint not null default 0,
        acked bigint not null default 0,
        prev pg_snapshot not null default pg_current_snapshot(),
        cur pg_snapshot not null default pg_current_snapshot(),
        incarnation uuid not null default gen_random_uuid(),
        incarnation_since timestamptz(3),
        system_identifier text,
        timeline int
      );
      insert into relay default values;

      create table parked (
        id bigint generated always as identity primary key,
        topic text not null,
        "partition" int not null,
        record_offset bigint not null,
        record_at timestamptz(3) not null,
        headers jsonb not null,
        key bytea,
        value bytea,
        type text,
        subject text,
        kind text not null check (kind in ('poison', 'impossible', 'follower')),
        reason text not null,
        detail text not null default '',
        state text not null default 'parked' check (state in ('parked', 'redriven', 'discarded')),
        parked_at timestamptz(3) not null default clock_now(),
        closed_at timestamptz(3),
        unique (topic, "partition", record_offset)
      );
      create index parked_subject on parked (subject, topic) where state = 'parked';

      create table waiting (
        id bigint generated always as identity primary key,
        wait_key text not null,
        topic text not null,
        "partition" int not null,
        record_offset bigint not null,
        record_at timestamptz(3) not null,
        headers jsonb not null,
        key bytea,
        value bytea,
        type text not null,
        since timestamptz(3) not null default clock_now(),
        unique (topic, "partition", record_offset)
      );
      create index waiting_key on waiting (wait_key);
      create index waiting_since on waiting (since);

      create table publisher (
        publisher_id uuid primary key,
        name text not null unique,
        topic text not null unique,
        role text not null,
        scope jsonb not null,
        revoked_at timestamptz(3)
      );

      create table ops_request (
        id bigint generated always as identity primary key,
        action text not null check (action in ('redrive', 'discard', 'new-incarnation', 'accept-offsets')),
        parked_id bigint,
        requested_by text not null,
        requested_at timestamptz(3) not null default clock_now(),
        done_at timestamptz(3),
        outcome text
      );
      create index ops_request_open on ops_request (id) where done_at is null and parked_id is not null;

      do $$
      begin
        execute format('grant insert on ops_request to %I', replace(current_user, '_owner', '_ops'));
        execute format('grant usage on all sequences in schema %I to %I', current_schema(), replace(current_user, '_owner', '_ops'));
        execute format('grant usage on all sequences in schema %I to %I', current_schema(), replace(current_user, '_owner', '_api'));
        execute format('grant truncate on outbox_0, outbox_1, outbox_2, outbox_3 to %I', replace(current_user, '_owner', '_worker'));
        execute format('revoke all on consumer_offset, mark, relay, parked, waiting, ops_request, publisher, clock from %I', replace(current_user, '_owner', '_api'));
        execute format('revoke select, update on outbox from %I', replace(current_user, '_owner', '_api'));
        execute format('grant select on clock to %I', replace(current_user, '_owner', '_api'));
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table ops_request, publisher, waiting, parked, relay, outbox, mark, consumer_offset',
    );
  }
}
