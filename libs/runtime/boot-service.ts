import { Logger as NestLogger, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { collectDefaultMetrics, register } from 'prom-client';
import { MessagingServer } from '#messaging';
import type { Migration } from '#postgres';
import { ConfigError, parseConfig, type ConfigOf, type ConfigSpec } from './config.js';
import { httpAdapter, type HttpLimits } from './http/fastify.js';
import { serveOpenApi } from './http/openapi.js';
import type { IdentifyRequest } from './identity/identity.guard.js';
import { SignedInternalClient } from './identity/internal-client.js';
import { identitySigner } from './identity/sign-identity.js';
import { createLog, quietStart } from './logs.js';
import { createMessaging } from './messaging/messaging.module.js';
import { closeStorage, openStorage } from './messaging/storage.js';
import { serviceConfig, serviceUrls, type ServiceConfig, type ServiceName } from './service-config.js';
import { rootModule, type ServiceParts } from './service.module.js';
import { stopOnSignals, stopper } from './stop.js';

/** A class or dynamic module, or an arrow function that makes one from the parsed configuration. */
export type ServiceModuleSource<C> = Type | DynamicModule | ((config: C) => Type | DynamicModule);

export interface ServiceDefinition<S extends ConfigSpec> {
  name: ServiceName;
  module: ServiceModuleSource<ServiceConfig & ConfigOf<S>>;
  /** The service's own tables, from its store/migrations. */
  migrations: readonly Migration[];
  /** The service's own variables, beside those every service reads (`serviceConfig`). */
  config?: S;
  /** How callers are identified when it is not by the internal identity (the gateway). */
  identify?: Type<IdentifyRequest>;
  /** Limits and TLS of its listener, where they are not those of every service. */
  http?: (config: ServiceConfig & ConfigOf<S>) => Partial<HttpLimits>;
  /** Before the listener opens: routes of Fastify itself, as the gateway's proxy needs them. */
  prepare?: (app: NestFastifyApplication) => Promise<void> | void;
}

export interface RunningService {
  app: NestFastifyApplication;
  /** Where it listens, with the port it got. */
  url: string;
  /** Stops intake, drains, closes pools; safe to call twice. */
  stop(): Promise<void>;
}

/** Starts a service as this process: the body of every `main.ts`. Configuration faults end it with code 78. */
export async function bootService<S extends ConfigSpec>(definition: ServiceDefinition<S>): Promise<void> {
  try {
    stopOnSignals(await startService(definition, process.env));
  } catch (error) {
    const isConfig = error instanceof ConfigError;
    process.stderr.write(
      `${definition.name} could not start: ${isConfig ? error.message : describe(error)}\n`,
    );
    // 78 is EX_CONFIG: a supervisor need not try again.
    process.exit(isConfig ? error.exitCode : 1);
  }
}

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** The same without signal handlers or exits, for tests that run a service inside their process. */
export async function startService<S extends ConfigSpec>(
  definition: ServiceDefinition<S>,
  env: NodeJS.ProcessEnv,
): Promise<RunningService> {
  const { name } = definition;
  const spec = { ...serviceConfig(name), ...(definition.config ?? ({} as S)) };
  const config = parseConfig(env, spec) as ServiceConfig & ConfigOf<S>;
  const log = createLog(name, config);
  const databases = await openStorage(name, config, definition.migrations, log);
  try {
    const sign = identitySigner(config.identityKey);
    const client = new SignedInternalClient(name, serviceUrls(config), sign);
    const messaging = createMessaging(name, config, databases, client, log);
    const module = resolveModule(definition.module, config);
    const { identify } = definition;
    const parts = { name, config, module, identify, log, sign, client, messaging, databases };
    const app = await createApp(parts, definition.http?.(config));
    const stop = stopper(app, databases);
    const url = await open(app, definition, config).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { app, url, stop };
  } catch (error) {
    await closeStorage(databases);
    throw error;
  }
}

async function createApp(
  parts: ServiceParts,
  http: Partial<HttpLimits> = {},
): Promise<NestFastifyApplication> {
  if (register.getSingleMetric('process_cpu_user_seconds_total') === undefined) collectDefaultMetrics();
  const app = await NestFactory.create<NestFastifyApplication>(
    rootModule(parts),
    httpAdapter({ trustRequestId: parts.name !== 'gateway', ...http }),
    { bufferLogs: true, abortOnError: false },
  );
  app.useLogger(quietStart(app.get(Logger)));
  return app;
}

async function open<S extends ConfigSpec>(
  app: NestFastifyApplication,
  { name, prepare }: ServiceDefinition<S>,
  config: ServiceConfig,
): Promise<string> {
  app.connectMicroservice({ strategy: app.get(MessagingServer) });
  await prepare?.(app);
  serveOpenApi(app, name);
  // startAllMicroservices() would listen before onModuleInit.
  await app.init();
  await app.startAllMicroservices();
  await app.listen(config.port, config.host);
  const url = await app.getUrl();
  new NestLogger(name).log(`listening on ${url}`);
  return url;
}

/** A class has a prototype, an arrow function has none. */
function resolveModule<C>(source: ServiceModuleSource<C>, config: C): Type | DynamicModule {
  if (typeof source !== 'function' || source.prototype !== undefined) return source as Type | DynamicModule;
  return (source as (config: C) => Type | DynamicModule)(config);
}
