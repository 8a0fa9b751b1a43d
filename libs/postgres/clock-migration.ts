import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The one clock of a service: `clock_now()` in whole milliseconds (rounded down, as JavaScript does), moved by an
 * offset, or standing still where a replay says so. Also `instant(bigint)`: epoch milliseconds -> timestamptz(3).
 */
export class Clock1700000000000 implements MigrationInterface {
  readonly name = 'Clock1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table clock (
        only_row boolean primary key default true check (only_row),
        offset_ms bigint not null default 0,
        still timestamptz(3)
      );
      insert into clock default values;
      create function instant(ms bigint) returns timestamptz(3) immutable strict parallel safe language sql
        return 'epoch'::timestamptz + ms * interval '1 millisecond';
      create function clock_now() returns timestamptz(3) stable language sql
        return (select coalesce(still, date_trunc('milliseconds', clock_timestamp()) + offset_ms * interval '1 millisecond') from clock);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function clock_now(); drop function instant(bigint); drop table clock');
  }
}
