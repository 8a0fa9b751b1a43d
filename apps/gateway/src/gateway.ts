import { ConfigError, type ServiceDefinition } from '#runtime';
import { gatewayConfig } from './gateway.config.js';
import { GatewayModule } from './gateway.module.js';
import { acceptCloudEvents } from './http/cloud-event-bodies.js';
import { guardDoor } from './http/guard-door.js';
import { IdentifyClient } from './http/identify-client.js';
import { noteRefusals } from './http/note-refusals.js';
import { routeToServices } from './http/routes.js';
import { watchServices } from './http/services-ready.js';
import { admitWebhooks } from './http/webhook-bodies.js';
import { migrations } from './store/migrations/index.js';

/** The gateway as a service: the only one whose callers come from outside. */
export const gateway: ServiceDefinition<typeof gatewayConfig> = {
  name: 'gateway',
  module: GatewayModule,
  config: gatewayConfig,
  migrations,
  identify: IdentifyClient,
  http: ({ tlsCertFile, tlsKeyFile, headersSeconds, requestSeconds, stillSeconds, connections }) => {
    if ((tlsCertFile === undefined) !== (tlsKeyFile === undefined))
      throw new ConfigError(['TLS_CERT_FILE and TLS_KEY_FILE must be set both, or none of them']);
    return {
      headersMs: headersSeconds * 1000,
      requestMs: requestSeconds * 1000,
      stillMs: stillSeconds * 1000,
      connections,
      ...(tlsCertFile === undefined || tlsKeyFile === undefined
        ? {}
        : { tls: { certFile: tlsCertFile, keyFile: tlsKeyFile } }),
    };
  },
  prepare: async (app) => {
    guardDoor(app);
    noteRefusals(app);
    acceptCloudEvents(app);
    admitWebhooks(app);
    watchServices(app);
    await routeToServices(app);
  },
};
