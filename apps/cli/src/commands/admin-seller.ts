import type { Command } from 'commander';
import { answer, answerJson } from '../terminal/lines.js';
import { table } from '../terminal/tables.js';
import { inNamespace, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

interface SellerKeys {
  readonly sellerId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

interface Seller {
  readonly sellerId: string;
  readonly name: string;
  readonly standing: string;
  readonly sandbox: boolean;
  readonly plan: string;
  readonly addedAt: string;
  readonly revokedAt: string | null;
}

interface AddOptions extends NamespaceOptions {
  readonly name: string;
  readonly sandbox: boolean;
  readonly plan: string;
  readonly rotate: boolean;
}

export function adminSellerCommand(admin: Command): Command {
  const seller = admin.command('seller').description('Sellers and their keys');
  planCommand(seller);
  overNamespace(seller.command('add'))
    .description('Add a seller; its keys are shown this once')
    .requiredOption('--name <name>', 'what people call it')
    .option('--sandbox', 'nothing it does is real', false)
    .option(
      '--plan <plan>',
      'default (2 requests a second per operation, 30 at once) or unlimited',
      'default',
    )
    .option('--rotate', 'each use of its refresh token gives a new one', false)
    .action(async (options: AddOptions) => {
      const { name, sandbox, plan, rotate: rotating } = options;
      const added = await inNamespace(options, ({ gateway }) =>
        gateway.post<SellerKeys>('/admin/sellers', { name, sandbox, plan, rotating }),
      );
      const { sellerId, clientId, clientSecret, refreshToken } = added;
      const keys = { sellerId, clientId, clientSecret, refreshToken };
      if (options.json) answerJson(keys);
      else answer(`${table(['', ''], Object.entries(keys))}\nKeep these: the secret is not shown again.`);
    });
  overNamespace(seller.command('list'))
    .description('List every seller')
    .action(async (options: NamespaceOptions) => {
      const { sellers } = await inNamespace(options, ({ gateway }) =>
        gateway.get<{ sellers: Seller[] }>('/admin/sellers'),
      );
      if (options.json) answerJson(sellers);
      else answer(sellerTable(sellers));
    });
  overNamespace(seller.command('revoke'))
    .description('Revoke a seller: its keys and tokens count no more')
    .argument('<sellerId>')
    .action(async (sellerId: string, options: NamespaceOptions) => {
      const revoked = await inNamespace(options, ({ gateway }) =>
        gateway.delete<Seller>(`/admin/sellers/${sellerId}`),
      );
      showSeller(options, revoked);
    });
  overNamespace(seller.command('standing'))
    .description('Change the standing: while it is not good, decisions are held (R-5)')
    .argument('<sellerId>')
    .argument('<standing>', 'good or not-good')
    .action(async (sellerId: string, standing: string, options: NamespaceOptions) => {
      const changed = await inNamespace(options, ({ gateway }) =>
        gateway.patch<Seller>(`/admin/sellers/${sellerId}`, { standing }),
      );
      showSeller(options, changed);
    });
  return seller;
}

function planCommand(seller: Command): void {
  overNamespace(seller.command('plan'))
    .description('Change how many requests a second its programs may make')
    .argument('<sellerId>')
    .argument('<plan>', 'default or unlimited')
    .action(async (sellerId: string, plan: string, options: NamespaceOptions) => {
      const changed = await inNamespace(options, ({ gateway }) =>
        gateway.patch<Seller>(`/admin/sellers/${sellerId}`, { plan }),
      );
      showSeller(options, changed);
    });
}

function showSeller({ json }: NamespaceOptions, seller: Seller): void {
  if (json) answerJson(seller);
  else answer(sellerTable([seller]));
}

function sellerTable(sellers: readonly Seller[]): string {
  if (sellers.length === 0) return 'There is no seller yet: npm run admin -- seller add --name NAME';
  const rows = sellers.map((seller) => [
    seller.sellerId,
    seller.name,
    seller.standing,
    seller.plan,
    seller.sandbox ? 'sandbox' : '',
    seller.revokedAt === null ? '' : `revoked ${seller.revokedAt}`,
  ]);
  return table(['seller id', 'name', 'standing', 'plan', '', ''], rows);
}
