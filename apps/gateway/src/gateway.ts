import type { ServiceDefinition } from '#runtime';
import { gatewayConfig } from './gateway.config.js';
import { GatewayModule } from './gateway.module.js';
import { acceptCloudEvents } from './http/cloud-event-bodies.js';
import { IdentifyClient } from './http/identify-client.js';
import { noteRefusals } from './http/note-refusals.js';
import { routeToServices } from './http/routes.js';
import { watchServices } from './http/services-ready.js';
import { migrations } from './store/migrations/index.js';

/** The gateway as a service: the only one whose callers come from outside. */
export const gateway: ServiceDefinition<typeof gatewayConfig> = {
  name: 'gateway',
  module: GatewayModule,
  config: gatewayConfig,
  migrations,
  identify: IdentifyClient,
  prepare: async (app) => {
    noteRefusals(app);
    acceptCloudEvents(app);
    watchServices(app);
    await routeToServices(app);
  },
};
