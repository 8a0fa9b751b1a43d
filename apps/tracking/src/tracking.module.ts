import { Module } from '@nestjs/common';
import { CONFIG } from '#runtime';
import { TrackingInternalController } from './http/internal.controller.js';
import { PackagesController } from './http/packages.controller.js';
import { TrackingLinks } from './http/tracking-links.js';
import { TrackingPageController } from './http/tracking-page.controller.js';
import { TrackingController } from './http/tracking.controller.js';
import type { TrackingConfig } from './tracking.config.js';
import { TrackingSubscriptions } from './tracking.subscriptions.js';

@Module({
  controllers: [
    TrackingSubscriptions,
    PackagesController,
    TrackingController,
    TrackingPageController,
    TrackingInternalController,
  ],
  providers: [
    {
      provide: TrackingLinks,
      useFactory: (config: TrackingConfig) => new TrackingLinks(config),
      inject: [CONFIG],
    },
  ],
})
export class TrackingModule {}
