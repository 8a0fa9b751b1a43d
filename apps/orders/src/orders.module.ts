import { Module } from '@nestjs/common';
import type { Databases } from '#messaging';
import { DATABASES } from '#runtime';
import { CreateOrder } from './handlers/create-order.js';
import { InboundReports } from './handlers/on-inbound-reports.js';
import { WakeReports } from './handlers/on-order-accepted.js';
import { FulfillmentOrdersController } from './http/fulfillment-orders.controller.js';
import { OrdersInternalController } from './http/internal.controller.js';
import { OrdersSubscriptions } from './orders.subscriptions.js';
import { PackageNumbers } from './store/package-numbers.js';

@Module({
  controllers: [FulfillmentOrdersController, OrdersInternalController, OrdersSubscriptions],
  providers: [
    CreateOrder,
    InboundReports,
    WakeReports,
    {
      provide: PackageNumbers,
      useFactory: ({ worker }: Databases) => new PackageNumbers(worker),
      inject: [DATABASES],
    },
  ],
})
export class OrdersModule {}
