import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Instant } from '#contracts';
import { columns } from './columns.js';
import { sql } from './statement.js';
import type { Tx } from './tx.js';

/**
 * Who did what, in each service's schema: rows are added and never changed. Requests and workers may only add (they do
 * not even read it), `ops` adds and reads; nobody but the owner, as whom only migrations run, could change or remove.
 */
export class Audit1796601600001 implements MigrationInterface {
  readonly name = 'Audit1796601600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit (
        id bigint generated always as identity primary key,
        at timestamptz(3) not null default clock_now(),
        who text not null,
        role text,
        user_id text,
        client_id text,
        request_id text,
        action text not null,
        subject text not null,
        outcome text not null,
        times int not null
      );
      create index audit_at on audit (at);
      do $$
      declare duty text;
      begin
        foreach duty in array array['_api', '_worker', '_ops'] loop
          execute format('revoke all on audit from %I', replace(current_user, '_owner', duty));
          execute format('grant insert on audit to %I', replace(current_user, '_owner', duty));
        end loop;
        execute format('grant select on audit to %I', replace(current_user, '_owner', '_ops'));
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table audit');
  }
}

/** One line of the trail: no secret, and nothing that names a person outside the installation. */
export interface AuditEntry {
  /** Kind and id, as `seller 018f...` or `nobody`. */
  who: string;
  role?: string;
  /** Which user of theirs. */
  userId?: string;
  clientId?: string;
  requestId?: string;
  /** `<what>.<verb>`, as `seller.add`. */
  action: string;
  /** What it was done to, as `publisher 018f...`. */
  subject: string;
  /** `done`, or why not. */
  outcome: string;
  /** How often, where the same within a moment is one line. */
  times?: number;
}

/** A line as it is read back. */
export interface AuditLine extends Required<Omit<AuditEntry, Optionals>>, Record<Optionals, string | null> {
  at: Instant;
  /** Where the next page starts. */
  key: string;
}
type Optionals = 'role' | 'userId' | 'clientId' | 'requestId';

const INSERT = sql(
  'audit_insert',
  `insert into audit (who, role, user_id, client_id, request_id, action, subject, outcome, times)
   select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
     $9::int[])`,
);
// What operators asked of messaging is kept where the worker finds it; it is part of the trail.
const LIST = sql(
  'audit_list',
  `select * from (
     select at, who, role, user_id as "userId", client_id as "clientId", request_id as "requestId", action, subject,
       outcome, times, 'a' || lpad(id::text, 15, '0') as key
     from audit where at >= $1 and at <= $2
     union all
     select requested_at, requested_by, null, null, null, null, action,
       coalesce('parked record ' || parked_id, 'this service'), coalesce(outcome, 'asked for'), 1,
       'o' || lpad(id::text, 15, '0')
     from ops_request where requested_at >= $1 and requested_at <= $2
   ) as trail
   where (at, key) < ($2, $3) order by at desc, key desc limit $4`,
);

/** Adds lines to the trail, in the transaction of what they tell of: either both are kept, or neither. */
export function audit(tx: Tx, ...entries: readonly AuditEntry[]): void {
  if (entries.length === 0) return;
  const values = columns(entries, {
    who: ({ who }) => who,
    role: ({ role }) => role,
    userId: ({ userId }) => userId,
    clientId: ({ clientId }) => clientId,
    requestId: ({ requestId }) => requestId,
    action: ({ action }) => action,
    subject: ({ subject }) => subject,
    outcome: ({ outcome }) => outcome,
    times: ({ times }) => times ?? 1,
  });
  tx.send(INSERT, values);
}

/** The trail, the latest first: at or after `since`, before the place where an earlier page ended. Role `ops` only. */
export const auditTrail = (
  tx: Tx,
  { since, before, limit }: { since: Date; before?: { at: Date; key: string }; limit: number },
): Promise<AuditLine[]> =>
  tx.query<AuditLine>(LIST, [since, before?.at ?? END_OF_TIME, before?.key ?? '', limit]);

const END_OF_TIME = new Date('9999-01-01T00:00:00Z');
