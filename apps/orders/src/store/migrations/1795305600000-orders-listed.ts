import type { MigrationInterface, QueryRunner } from 'typeorm';

/** listAllFulfillmentOrders reads a seller's orders by their last change. */
export class OrdersListed1795305600000 implements MigrationInterface {
  readonly name = 'OrdersListed1795305600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index orders_by_change on orders (seller_id, status_updated_at, order_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index orders_by_change');
  }
}
