import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultStack } from '../stack/fault-stack.js';
import { forge } from './forge.js';

/** One promise broken on purpose, from outside: the checker must say so. */
export interface Plant {
  readonly name: string;
  /** Any of these catches it. */
  readonly caughtBy: readonly string[];
  /** While load comes in. */
  readonly during?: (stack: FaultStack) => Promise<void>;
  /** When all is quiet. */
  readonly after?: (stack: FaultStack) => Promise<void>;
}

/** Changes tables past keys, triggers and append-only walls, as a disk or a stranger would. */
const spoil =
  (text: string) =>
  async ({ sql }: FaultStack): Promise<void> => {
    const client = await sql.connect();
    try {
      await client.query('set session_replication_role = replica');
      // While load comes in there may be nothing of the kind yet.
      for (const deadline = Date.now() + 20_000; ; await sleep(250)) {
        const done = [await client.query(text)].flat();
        if (done.at(-1)?.rowCount) return;
        if (Date.now() > deadline) throw new Error('the plant found nothing to spoil');
      }
    } finally {
      // Whoever gets this connection next must not inherit that right.
      client.release(true);
    }
  };

const one = (table: string, where = 'true'): string =>
  `(select ctid from ${table} where ${where} order by order_id limit 1)`;

export const plants: readonly Plant[] = [
  {
    // A fact is lost between the decision and its topic.
    name: 'lost-event',
    caughtBy: ['lost-event'],
    during: async ({ sql }) => {
      await sql.query(`
        create function tracking.lose() returns trigger language plpgsql as $$ begin return null; end $$;
        create trigger lose before insert on tracking.outbox for each row
          when (new.type = 'makegood.DeliveryOverdue.v1' and new.id % 3 = 0) execute function tracking.lose()`);
    },
    after: async ({ sql }) => {
      await sql.query('drop trigger lose on tracking.outbox');
    },
  },
  {
    // A consumer's offset runs ahead of what it has read.
    name: 'skipped-batch',
    caughtBy: ['lost-effect', 'copy-lacks', 'waiting'],
    during: async (stack) => {
      const replicas = stack.of('returns');
      await Promise.all(replicas.map((replica) => replica.stop()));
      await sleep(3_000);
      const admin = await stack.admin();
      for (const { partition, high } of await admin.fetchTopicOffsets(stack.topic('orders.events')))
        await stack.sql.query(
          `update returns.consumer_offset set next = $1 where topic = 'orders.events' and "partition" = $2`,
          [high, partition],
        );
      for (const replica of replicas) replica.start();
    },
  },
  {
    // A clock that runs out too soon.
    name: 'early-pay',
    caughtBy: ['wrong-due', 'overdue-early', 'paid-early'],
    during: spoil(
      `update tracking.package_state set next_due_at = next_due_at - interval '60 days' where next_due_at > now() + interval '1 day'`,
    ),
  },
  {
    name: 'double-pay',
    caughtBy: ['paid-twice'],
    after: spoil(`drop index if exists reimbursements.one_in_force;
      insert into reimbursements.reimbursement select (jsonb_populate_record(r, '{"reimbursement_id":"00000000-0000-4000-8000-000000000001"}')).*
      from reimbursements.reimbursement r where ctid = ${one('reimbursements.reimbursement', 'reversed_by is null')}`),
  },
  {
    name: 'wrong-amount',
    caughtBy: ['paid-wrongly'],
    after: spoil(`update reimbursements.reimbursement set amount_minor = amount_minor - 1
      where ctid = ${one('reimbursements.reimbursement', 'reversed_by is null')}`),
  },
  {
    // An event of an aggregate is said after one that followed it.
    name: 'swapped-order',
    caughtBy: ['swapped-order'],
    after: (stack) =>
      forge(stack, 'orders.events', 'OrderShipped', ({ headers, value }) => ({
        headers: { ...headers, ce_id: '1', ce_tick: String(Number(headers['ce_tick']) + 1_000_000) },
        value,
      })),
  },
  {
    name: 'renamed-event',
    caughtBy: ['renamed'],
    after: (stack) =>
      forge(stack, 'tracking.events', 'TrackingUpdated', ({ headers, value }) => ({
        headers,
        value: value.replace('{', '{"forged":true,'),
      })),
  },
  {
    name: 'late-event',
    caughtBy: ['out-of-order'],
    after: (stack) =>
      forge(stack, 'reimbursements.events', 'ReimbursementGranted', ({ headers, value }) => ({
        headers: { ...headers, ce_tick: '0' },
        value,
      })),
  },
  {
    name: 'lost-unit',
    caughtBy: ['in-no-place'],
    after: spoil(`delete from tracking.unit where ctid = ${one('tracking.unit', 'place is not null')}`),
  },
  {
    name: 'unit-in-two-places',
    caughtBy: ['in-two-places'],
    after: spoil(
      `update tracking.unit set place = 'in-transit' where ctid = ${one('tracking.unit', 'place is null')}`,
    ),
  },
  {
    name: 'lost-report',
    caughtBy: ['lost-effect'],
    after: spoil(`delete from tracking.scan where ctid = ${one('tracking.scan')}`),
  },
  {
    name: 'parked-report',
    caughtBy: ['parked'],
    after:
      spoil(`insert into returns.parked (topic, "partition", record_offset, record_at, headers, kind, reason)
      values ('inbound.warehouse', 0, 0, now(), '{}', 'impossible', 'planted')`),
  },
];
