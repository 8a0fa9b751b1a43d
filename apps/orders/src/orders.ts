import type { ServiceDefinition } from '#runtime';
import { ordersConfig } from './orders.config.js';
import { OrdersModule } from './orders.module.js';
import { migrations } from './store/migrations/index.js';

/** Fulfilment orders, what warehouses ship of them, and who promised what. */
export const orders: ServiceDefinition<typeof ordersConfig> = {
  name: 'orders',
  module: OrdersModule,
  config: ordersConfig,
  migrations,
};
