import type { Command } from 'commander';
import { adminBuyersCommand } from './admin-buyers.js';
import { adminOperatorCommand, sellerUserCommand } from './admin-user.js';
import { adminPolicyCommand } from './admin-policy.js';
import { adminPublisherCommand } from './admin-publisher.js';
import { adminRecoveryCommand } from './admin-recovery.js';
import { adminSellerCommand } from './admin-seller.js';

export function adminCommand(program: Command): void {
  const admin = program
    .command('admin')
    .description('What the operator does: sellers, publishers, policies, buyers’ data, recovery.');
  sellerUserCommand(adminSellerCommand(admin));
  adminOperatorCommand(admin);
  adminPublisherCommand(admin);
  adminPolicyCommand(admin);
  adminBuyersCommand(admin);
  adminRecoveryCommand(admin);
}
