import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Holds, updates and cancellations (O-4). */
export class OrdersChanged1796515200000 implements MigrationInterface {
  readonly name = 'OrdersChanged1796515200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table orders
        add column hold_until timestamptz(3),
        add column updated_at timestamptz(3),
        add column cancelled_at timestamptz(3),
        add column cancel_cause text;
      -- What is asked for since the last update. What was asked for first stays: O-1 compares with it.
      alter table order_request add column updated jsonb;
      create index orders_held on orders (hold_until) where hold_until is not null;
    `);
    await runner.query(SELLERS_MAY_CHANGE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table order_request drop column updated');
    await runner.query(
      'alter table orders drop column hold_until, drop column updated_at, drop column cancelled_at, drop column cancel_cause',
    );
  }
}

const SELLERS_MAY_CHANGE = `
  do $$
  declare api text := replace(current_user, '_owner', '_api');
  begin
    execute format('grant update (purpose, signature_required, promise, status, status_updated_at, hold_until, updated_at,
                                  cancelled_at, cancel_cause) on orders to %I', api);
    execute format('grant update (quantity, cancelled, value_currency, value_minor) on order_item to %I', api);
    execute format('grant update (updated) on order_request to %I', api);
  end $$;
`;
