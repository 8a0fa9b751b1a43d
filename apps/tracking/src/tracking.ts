import type { ServiceDefinition } from '#runtime';
import { migrations } from './store/migrations/index.js';
import { trackingConfig } from './tracking.config.js';
import { TrackingModule } from './tracking.module.js';

/** Packages, their scans and the overdue clock. */
export const tracking: ServiceDefinition<typeof trackingConfig> = {
  name: 'tracking',
  module: TrackingModule,
  config: trackingConfig,
  migrations,
};
