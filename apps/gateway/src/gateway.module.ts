import { Module } from '@nestjs/common';
import { CONFIG } from '#runtime';
import { feedParts } from './feeds.parts.js';
import type { GatewayConfig } from './gateway.config.js';
import { AccessTokens } from './handlers/access-tokens.js';
import { AccountUnits } from './handlers/account-units.js';
import { AskParked } from './handlers/ask-parked.js';
import { AuthenticateClient } from './handlers/authenticate-client.js';
import { GrantToken } from './handlers/grant-token.js';
import { KeepKeys } from './handlers/keep-keys.js';
import { KeepPublishers } from './handlers/keep-publishers.js';
import { KeepSellers } from './handlers/keep-sellers.js';
import { KeepUsers } from './handlers/keep-users.js';
import { KnownClients } from './handlers/known-clients.js';
import { PublishReports } from './handlers/publish-reports.js';
import { PublisherAccess } from './handlers/publisher-access.js';
import { RateLimits } from './handlers/rate-limits.js';
import { ReadExtracts } from './handlers/read-extracts.js';
import { ReadJourney } from './handlers/read-journey.js';
import { RefreshTokens } from './handlers/refresh-tokens.js';
import { ServiceCalls } from './handlers/service-calls.js';
import { Trail } from './handlers/trail.js';
import { AccountingController } from './http/accounting.controller.js';
import { AuditAnywhereController } from './http/audit.controller.js';
import { EventsController } from './http/events.controller.js';
import { IdentifyClient } from './http/identify-client.js';
import { JourneysController } from './http/journeys.controller.js';
import { KeysController } from './http/keys.controller.js';
import { OpenApiController } from './http/openapi.controller.js';
import { ParkedAnywhereController } from './http/parked.controller.js';
import { PublishersController } from './http/publishers.controller.js';
import { SellersController } from './http/sellers.controller.js';
import { OAuthErrorFilter, TokenController } from './http/token.controller.js';
import { OperatorsController, OwnUsersController, SellerUsersController } from './http/users.controller.js';
import { WellKnownController } from './http/well-known.controller.js';
import { KafkaPublisherAccess } from './kafka-publisher-access.js';

@Module({
  controllers: [
    TokenController,
    SellersController,
    SellerUsersController,
    OwnUsersController,
    OperatorsController,
    KeysController,
    AuditAnywhereController,
    WellKnownController,
    PublishersController,
    EventsController,
    AccountingController,
    JourneysController,
    ParkedAnywhereController,
    OpenApiController,
    ...feedParts.controllers,
  ],
  providers: [
    {
      provide: AccessTokens,
      useFactory: ({ tokenKeys, namespace }: GatewayConfig) => new AccessTokens(tokenKeys, namespace),
      inject: [CONFIG],
    },
    { provide: PublisherAccess, useClass: KafkaPublisherAccess },
    AccountUnits,
    AskParked,
    AuthenticateClient,
    GrantToken,
    IdentifyClient,
    KeepKeys,
    KeepPublishers,
    KeepSellers,
    KeepUsers,
    KnownClients,
    OAuthErrorFilter,
    PublishReports,
    RateLimits,
    ReadExtracts,
    RefreshTokens,
    ReadJourney,
    ServiceCalls,
    Trail,
    ...feedParts.providers,
  ],
  exports: [IdentifyClient],
})
export class GatewayModule {}
