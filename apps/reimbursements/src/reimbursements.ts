import type { ServiceDefinition } from '#runtime';
import { ReimbursementsModule } from './reimbursements.module.js';
import { migrations } from './store/migrations/index.js';

/** Decisions, amounts and policies: who is made good, how much, and why. */
export const reimbursements: ServiceDefinition<Record<string, never>> = {
  name: 'reimbursements',
  module: ReimbursementsModule,
  migrations,
};
