import { Module } from '@nestjs/common';
import type { Databases } from '#messaging';
import { CONFIG, DATABASES } from '#runtime';
import { CreateOrder } from './handlers/create-order.js';
import { InboundReports } from './handlers/on-inbound-reports.js';
import { Reencryption } from './handlers/reencrypt-buyers.js';
import { WakeReports } from './handlers/on-order-accepted.js';
import { BuyersController } from './http/buyers.controller.js';
import { PlanOrders } from './handlers/plan-orders.js';
import { CatalogueController } from './http/catalogue.controller.js';
import { FeaturesController } from './http/features.controller.js';
import { FulfillmentOrdersController } from './http/fulfillment-orders.controller.js';
import { NetworkController } from './http/network.controller.js';
import { PreviewsController } from './http/previews.controller.js';
import { StockController } from './http/stock.controller.js';
import { WarehouseController } from './http/warehouse.controller.js';
import { OrdersInternalController } from './http/internal.controller.js';
import { OrdersSubscriptions } from './orders.subscriptions.js';
import { heldKeys } from './held-keys.js';
import type { OrdersConfig } from './orders.config.js';
import { BuyerKeys } from './store/buyer-keys.js';

import { PackageNumbers } from './store/package-numbers.js';

@Module({
  controllers: [
    BuyersController,
    CatalogueController,
    FeaturesController,
    FulfillmentOrdersController,
    NetworkController,
    OrdersInternalController,
    PreviewsController,
    StockController,
    WarehouseController,
    OrdersSubscriptions,
  ],
  providers: [
    CreateOrder,
    InboundReports,
    PlanOrders,
    WakeReports,
    {
      provide: Reencryption,
      useFactory: ({ worker }: Databases, keys: BuyerKeys) => new Reencryption(worker, keys),
      inject: [DATABASES, BuyerKeys],
    },
    {
      provide: BuyerKeys,
      useFactory: ({ buyerKeys }: OrdersConfig, { worker }: Databases) => heldKeys(buyerKeys, worker),
      inject: [CONFIG, DATABASES],
    },
    {
      provide: PackageNumbers,
      useFactory: ({ worker }: Databases) => new PackageNumbers(worker),
      inject: [DATABASES],
    },
  ],
})
export class OrdersModule {}
