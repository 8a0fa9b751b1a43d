import type { Command } from 'commander';
import { answer, answerJson } from '../terminal/lines.js';
import { table } from '../terminal/tables.js';
import { inNamespace, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

interface AddedUser {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

interface User {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly addedAt: string;
  readonly revokedAt: string | null;
}

type SellerOptions = NamespaceOptions & { readonly seller: string };
type AddOptions = NamespaceOptions & {
  readonly name: string;
  readonly role: string;
  readonly rotate: boolean;
};

/** `admin seller user`: people and programs of a seller with roles of their own. */
export function sellerUserCommand(seller: Command): void {
  const user = seller.command('user').description('Users of a seller and their roles');
  const of = (name: string) =>
    overNamespace(user.command(name)).requiredOption('--seller <sellerId>', 'whose user');
  const path = ({ seller: sellerId }: SellerOptions) => `/admin/sellers/${sellerId}/users`;
  of('add')
    .description('Add a user; its keys are shown this once')
    .requiredOption('--name <name>', 'what people call it')
    .requiredOption('--role <role>', 'owner, developer (what programs do) or view-only')
    .option('--rotate', 'each use of its refresh token gives a new one', false)
    .action((options: SellerOptions & AddOptions) => add(options, path(options)));
  of('list')
    .description('List every user of a seller')
    .action(async (options: SellerOptions) => {
      const { users } = await inNamespace(options, ({ gateway }) =>
        gateway.get<{ users: User[] }>(path(options)),
      );
      show(options, users);
    });
  of('revoke')
    .description('Revoke a user: its keys and tokens count no more')
    .argument('<userId>')
    .action((userId: string, options: SellerOptions) => revoke(options, `${path(options)}/${userId}`));
}

/** `admin operator`: people who run the installation. */
export function adminOperatorCommand(admin: Command): void {
  const operator = admin.command('operator').description('Who runs this, as admin or as support');
  const path = '/admin/operators';
  overNamespace(operator.command('add'))
    .description('Add a user of the operator; its keys are shown this once')
    .requiredOption('--name <name>', 'what people call it')
    .requiredOption('--role <role>', 'admin (may all) or support (reads)')
    .option('--rotate', 'each use of its refresh token gives a new one', false)
    .action((options: AddOptions) => add(options, path));
  overNamespace(operator.command('list'))
    .description('List every user of the operator')
    .action(async (options: NamespaceOptions) => {
      const { operators } = await inNamespace(options, ({ gateway }) =>
        gateway.get<{ operators: User[] }>(path),
      );
      show(options, operators);
    });
  overNamespace(operator.command('revoke'))
    .description('Revoke a user of the operator: its keys and tokens count no more')
    .argument('<userId>')
    .action((userId: string, options: NamespaceOptions) => revoke(options, `${path}/${userId}`));
}

async function add(options: AddOptions, path: string): Promise<void> {
  const { name, role, rotate: rotating } = options;
  const added = await inNamespace(options, ({ gateway }) =>
    gateway.post<AddedUser>(path, { name, role, rotating }),
  );
  if (options.json) answerJson(added);
  else answer(`${table(['', ''], Object.entries(added))}\nKeep these: the secret is not shown again.`);
}

async function revoke(options: NamespaceOptions, path: string): Promise<void> {
  show(options, [await inNamespace(options, ({ gateway }) => gateway.delete<User>(path))]);
}

function show({ json }: NamespaceOptions, users: readonly User[]): void {
  if (json) return answerJson(users);
  if (users.length === 0) return answer('There is no user yet: add one with --name NAME --role ROLE');
  const rows = users.map((user) => [
    user.userId,
    user.name,
    user.role,
    user.revokedAt === null ? '' : `revoked ${user.revokedAt}`,
  ]);
  answer(table(['user id', 'name', 'role', ''], rows));
}
