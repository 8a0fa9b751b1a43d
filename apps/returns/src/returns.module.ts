import { Module } from '@nestjs/common';
import { OnOrderFacts } from './handlers/on-order-facts.js';
import { OnReports } from './handlers/on-reports.js';
import { ReturnsInternalController } from './http/internal.controller.js';
import { ReturnReasonsController } from './http/return-reasons.controller.js';
import { ReturnsController } from './http/returns.controller.js';
import { ReturnsSubscriptions } from './returns.subscriptions.js';

@Module({
  controllers: [ReturnsSubscriptions, ReturnReasonsController, ReturnsController, ReturnsInternalController],
  providers: [OnReports, OnOrderFacts],
})
export class ReturnsModule {}
