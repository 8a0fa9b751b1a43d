import type { Command } from 'commander';
import { answer, answerJson } from '../terminal/lines.js';
import { table } from '../terminal/tables.js';
import { inNamespace, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

interface Key {
  readonly clientId: string;
  readonly kind: string;
  readonly ownerId: string;
  readonly userName: string | null;
  readonly rotating: boolean;
  readonly formerSecretUntil: string | null;
  readonly revokedAt: string | null;
}

interface RotatedKey {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly formerGoodUntil: string;
}

/** `admin seller key`: client ids with their secrets and refresh tokens. */
export function sellerKeyCommand(seller: Command): void {
  const key = seller
    .command('key')
    .description('Keys of programs: a client id, its secret, its refresh token');
  overNamespace(key.command('list'))
    .description('List every key, without its secrets')
    .option('--seller <sellerId>', 'of this seller and its users only')
    .action(async (options: NamespaceOptions & { seller?: string }) => {
      const { keys } = await inNamespace(options, ({ gateway }) => gateway.get<{ keys: Key[] }>('/keys'));
      const asked = keys.filter(({ ownerId }) => options.seller === undefined || ownerId === options.seller);
      show(options, asked);
    });
  overNamespace(key.command('rotate'))
    .description('Another secret and refresh token, shown this once; the former ones count for a while')
    .argument('<clientId>')
    .action(async (clientId: string, options: NamespaceOptions) => {
      const path = `/keys/${clientId}/rotate`;
      const rotated = await inNamespace(options, ({ gateway }) => gateway.post<RotatedKey>(path, {}));
      if (options.json) answerJson(rotated);
      else answer(`${table(['', ''], Object.entries(rotated))}\nKeep these: the secret is not shown again.`);
    });
  overNamespace(key.command('revoke'))
    .description('Revoke a key: its tokens count no more')
    .argument('<clientId>')
    .action(async (clientId: string, options: NamespaceOptions) => {
      show(options, [await inNamespace(options, ({ gateway }) => gateway.delete<Key>(`/keys/${clientId}`))]);
    });
}

function show({ json }: NamespaceOptions, keys: readonly Key[]): void {
  if (json) return answerJson(keys);
  if (keys.length === 0) return answer('There is no key yet: npm run admin -- seller add --name NAME');
  const rows = keys.map((key) => [
    key.clientId,
    key.kind,
    key.ownerId,
    key.userName ?? 'its own',
    key.rotating ? 'rotating' : '',
    stateOf(key),
  ]);
  answer(table(['client id', 'kind', 'owner', 'user', '', ''], rows));
}

function stateOf({ revokedAt, formerSecretUntil }: Key): string {
  if (revokedAt !== null) return `revoked ${revokedAt}`;
  return formerSecretUntil === null ? '' : `former secret until ${formerSecretUntil}`;
}
