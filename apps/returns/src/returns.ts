import type { ServiceDefinition } from '#runtime';
import { ReturnsModule } from './returns.module.js';
import { migrations } from './store/migrations/index.js';

/** Receiving, inspection and damage: what comes back, where it is, and in which condition. */
export const returns: ServiceDefinition<Record<string, never>> = {
  name: 'returns',
  module: ReturnsModule,
  migrations,
};
