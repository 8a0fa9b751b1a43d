import type { DynamicModule, Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, Reflector } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import type { Logger as Pino } from 'pino';
import { register, Registry } from 'prom-client';
import type { Databases, Messaging } from '#messaging';
import { HealthController } from './health/health.controller.js';
import { Readiness } from './health/readiness.js';
import { ErrorFilter } from './http/error.filter.js';
import { IdentifyByInternalToken, IdentifyRequest, IdentityGuard } from './identity/identity.guard.js';
import { InternalClient } from './identity/internal-client.js';
import type { SignIdentity } from './identity/sign-identity.js';
import { identityVerifier } from './identity/verify-identity.js';
import { logsModule } from './logs.js';
import { measureMessaging, messagingModule, watchMessaging } from './messaging/messaging.module.js';
import type { ServiceConfig, ServiceName } from './service-config.js';
import { CONFIG, DATABASES, METRICS, SIGN_IDENTITY } from './tokens.js';

class ServiceModule {}
class RootModule {}

/** What a process has made before Nest puts it together. */
export interface ServiceParts {
  name: ServiceName;
  config: ServiceConfig;
  module: Type | DynamicModule;
  /** How callers are identified when it is not by the internal identity. */
  identify?: Type<IdentifyRequest>;
  log: Pino;
  sign: SignIdentity;
  client: InternalClient;
  messaging: Messaging;
  databases: Databases;
}

/** Everything that a service has around its own module. */
export function rootModule(parts: ServiceParts): DynamicModule {
  const { name, config, identify, messaging, module } = parts;
  const byInternalToken = new IdentifyByInternalToken(identityVerifier(config.identityKeys, name));
  return {
    module: RootModule,
    imports: [commonModule(parts, byInternalToken), messagingModule(name, messaging), module],
    providers: [
      identify === undefined
        ? { provide: IdentifyRequest, useExisting: IdentifyByInternalToken }
        : { provide: IdentifyRequest, useExisting: identify },
      {
        provide: APP_GUARD,
        useFactory: (reflector: Reflector, identity: IdentifyRequest) =>
          new IdentityGuard(reflector, identity),
        inject: [Reflector, IdentifyRequest],
      },
    ],
  };
}

function commonModule(parts: ServiceParts, byInternalToken: IdentifyByInternalToken): DynamicModule {
  const { config, log, sign, client, messaging, databases } = parts;
  const readiness = new Readiness();
  watchMessaging(readiness, messaging, databases);
  const own = new Registry();
  measureMessaging(own, messaging);
  const values = [
    { provide: CONFIG, useValue: config },
    { provide: DATABASES, useValue: databases },
    { provide: Readiness, useValue: readiness },
    { provide: SIGN_IDENTITY, useValue: sign },
    { provide: InternalClient, useValue: client },
    { provide: IdentifyByInternalToken, useValue: byInternalToken },
    { provide: METRICS, useValue: Registry.merge([register, own]) },
  ];
  return {
    module: ServiceModule,
    global: true,
    imports: [TerminusModule.forRoot({ logger: false }), logsModule(log)],
    controllers: [HealthController],
    providers: [...values, { provide: APP_FILTER, useClass: ErrorFilter }],
    exports: values.map(({ provide }) => provide),
  };
}
