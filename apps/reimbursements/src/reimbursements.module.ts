import { Module } from '@nestjs/common';
import { ReimbursementsInternalController } from './http/internal.controller.js';
import { PoliciesController } from './http/policies.controller.js';
import { ReimbursementsController } from './http/reimbursements.controller.js';
import { StatementsController } from './http/statements.controller.js';
import { ReimbursementsSubscriptions } from './reimbursements.subscriptions.js';

@Module({
  controllers: [
    ReimbursementsSubscriptions,
    StatementsController,
    ReimbursementsController,
    PoliciesController,
    ReimbursementsInternalController,
  ],
})
export class ReimbursementsModule {}
