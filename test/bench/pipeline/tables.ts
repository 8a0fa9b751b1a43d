import { columns, sellerTable, sql, type Tx } from '#postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { OrderState } from './state.js';

/** The state that every contestant keeps, and what only the naive one needs. */
export class Bench1700000000003 implements MigrationInterface {
  readonly name = 'Bench1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table order_state (
        order_id uuid primary key,
        seller_id uuid not null,
        events int not null,
        disordered int not null,
        last_number int not null,
        last_at timestamptz(3) not null
      );
      ${sellerTable('order_state')}
      create table processed_message (id text primary key, processed_at timestamptz not null default now());
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table processed_message, order_state');
  }
}

/** Puts all that contestants write back to the beginning; the relay's row stays, its ticks only go up. */
export const RESET = `
  truncate tracking.order_state, tracking.processed_message, tracking.outbox, tracking.mark, tracking.consumer_offset;
  checkpoint`;

/** The same, but what is updated in place stays, with all its dead versions. */
export const RESET_KEEPING_ROWS = `
  truncate tracking.order_state, tracking.outbox;
  update tracking.consumer_offset set next = 0;
  update tracking.mark set tick = 0, id = 0;
  checkpoint`;

export const APPLIED = `
  select coalesce(sum(events), 0)::int as events, coalesce(sum(disordered), 0)::int as disordered
  from tracking.order_state`;

const FIELDS = `order_id as "orderId", seller_id as "sellerId", events, disordered, last_number as "lastNumber", last_at as "lastAt"`;

const STUB = sql(
  'order_state_stub',
  `insert into order_state (order_id, seller_id, events, disordered, last_number, last_at)
   select id, seller, 0, 0, 0, 'epoch' from unnest($1::uuid[], $2::uuid[]) as s (id, seller) order by id
   on conflict do nothing`,
);
const LOCK = sql(
  'order_state_lock',
  `select ${FIELDS} from order_state where order_id = any ($1::uuid[]) order by order_id for update`,
);
export const READ = sql(
  'order_state_read',
  `select ${FIELDS} from order_state where order_id = any ($1::uuid[])`,
);
export const SAVE = sql(
  'order_state_save',
  `insert into order_state (order_id, seller_id, events, disordered, last_number, last_at)
   select order_id, seller_id, events, disordered, last_number, instant(last_at)
   from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[], $6::bigint[])
     as s (order_id, seller_id, events, disordered, last_number, last_at)
   on conflict (order_id) do update set events = excluded.events, disordered = excluded.disordered,
     last_number = excluded.last_number, last_at = excluded.last_at`,
);

/** Locks the orders' rows, making those that lack, as the README of libs/messaging tells handlers to. */
export async function lockStates(tx: Tx, fresh: readonly OrderState[]): Promise<OrderState[]> {
  await tx.query(STUB, columns(fresh, { id: (row) => row.orderId, seller: (row) => row.sellerId }));
  return tx.query<OrderState>(LOCK, [fresh.map(({ orderId }) => orderId)]);
}

export function saveParameters(states: readonly OrderState[]): string[] {
  return columns(states, {
    id: (row) => row.orderId,
    seller: (row) => row.sellerId,
    events: (row) => row.events,
    disordered: (row) => row.disordered,
    number: (row) => row.lastNumber,
    at: (row) => row.lastAt,
  });
}
