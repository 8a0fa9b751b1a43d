import { Module } from '@nestjs/common';
import { CONFIG } from '#runtime';
import type { GatewayConfig } from './gateway.config.js';
import { AccessTokens } from './handlers/access-tokens.js';
import { AccountUnits } from './handlers/account-units.js';
import { AskParked } from './handlers/ask-parked.js';
import { GrantToken } from './handlers/grant-token.js';
import { KeepPublishers } from './handlers/keep-publishers.js';
import { KeepSellers } from './handlers/keep-sellers.js';
import { KeepUsers } from './handlers/keep-users.js';
import { KnownClients } from './handlers/known-clients.js';
import { PublishReports } from './handlers/publish-reports.js';
import { PublisherAccess } from './handlers/publisher-access.js';
import { RateLimits } from './handlers/rate-limits.js';
import { ReadExtracts } from './handlers/read-extracts.js';
import { ReadJourney } from './handlers/read-journey.js';
import { ServiceCalls } from './handlers/service-calls.js';
import { AccountingController } from './http/accounting.controller.js';
import { EventsController } from './http/events.controller.js';
import { IdentifyClient } from './http/identify-client.js';
import { JourneysController } from './http/journeys.controller.js';
import { OpenApiController } from './http/openapi.controller.js';
import { ParkedAnywhereController } from './http/parked.controller.js';
import { PublishersController } from './http/publishers.controller.js';
import { SellersController } from './http/sellers.controller.js';
import { TokenController } from './http/token.controller.js';
import { OperatorsController, OwnUsersController, SellerUsersController } from './http/users.controller.js';
import { KafkaPublisherAccess } from './kafka-publisher-access.js';

@Module({
  controllers: [
    TokenController,
    SellersController,
    SellerUsersController,
    OwnUsersController,
    OperatorsController,
    PublishersController,
    EventsController,
    AccountingController,
    JourneysController,
    ParkedAnywhereController,
    OpenApiController,
  ],
  providers: [
    {
      provide: AccessTokens,
      useFactory: ({ tokenKey, namespace }: GatewayConfig) => new AccessTokens(tokenKey, namespace),
      inject: [CONFIG],
    },
    { provide: PublisherAccess, useClass: KafkaPublisherAccess },
    AccountUnits,
    AskParked,
    GrantToken,
    IdentifyClient,
    KeepPublishers,
    KeepSellers,
    KeepUsers,
    KnownClients,
    PublishReports,
    RateLimits,
    ReadExtracts,
    ReadJourney,
    ServiceCalls,
  ],
  exports: [IdentifyClient],
})
export class GatewayModule {}
