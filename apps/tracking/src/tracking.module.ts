import { Module } from '@nestjs/common';
import { TrackingInternalController } from './http/internal.controller.js';
import { PackagesController } from './http/packages.controller.js';
import { TrackingController } from './http/tracking.controller.js';
import { TrackingSubscriptions } from './tracking.subscriptions.js';

@Module({
  controllers: [TrackingSubscriptions, PackagesController, TrackingController, TrackingInternalController],
})
export class TrackingModule {}
