import type { Command } from 'commander';
import { adminAuditCommand } from './admin-audit.js';
import { adminBuyersCommand } from './admin-buyers.js';
import { sellerKeyCommand } from './admin-key.js';
import { adminOperatorCommand, sellerUserCommand } from './admin-user.js';
import { adminNetworkCommand } from './admin-network.js';
import { adminFeedCommand } from './admin-feed.js';
import { adminPolicyCommand } from './admin-policy.js';
import { adminPublisherCommand } from './admin-publisher.js';
import { adminRecoveryCommand } from './admin-recovery.js';
import { adminSellerCommand } from './admin-seller.js';
import { adminStockCommand } from './admin-stock.js';

export function adminCommand(program: Command): void {
  const admin = program
    .command('admin')
    .description(
      'What the operator does: sellers, users, keys, publishers, network, stock, policies, buyers’ data, recovery, the trail.',
    );
  const seller = adminSellerCommand(admin);
  sellerUserCommand(seller);
  sellerKeyCommand(seller);
  adminOperatorCommand(admin);
  adminAuditCommand(admin);
  adminPublisherCommand(admin);
  adminNetworkCommand(admin);
  adminStockCommand(admin);
  adminFeedCommand(admin);
  adminPolicyCommand(admin);
  adminBuyersCommand(admin);
  adminRecoveryCommand(admin);
}
