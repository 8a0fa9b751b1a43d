import type { Command } from 'commander';
import { answer, answerJson } from '../terminal/lines.js';
import { table } from '../terminal/tables.js';
import { inNamespace, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

export interface AddedPublisher {
  readonly publisherId: string;
  readonly name: string;
  readonly topic: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  /** How it signs in to Kafka; none where Kafka has no users. */
  readonly kafka: { readonly username: string; readonly password: string; readonly topic: string } | null;
}

interface Publisher {
  readonly publisherId: string;
  readonly name: string;
  readonly role: string;
  readonly scope: { fulfillmentCenterIds?: string[]; carrierCodes?: string[]; sellerIds?: string[] };
  readonly topic: string;
  readonly revokedAt: string | null;
}

interface AddOptions extends NamespaceOptions {
  readonly name: string;
  readonly role: string;
  readonly fc?: string[];
  readonly carrier?: string[];
  readonly seller?: string[];
}

export function adminPublisherCommand(admin: Command): void {
  const publisher = admin.command('publisher').description('Who may report events, in which role and scope');
  overNamespace(publisher.command('add'))
    .description('Add a publisher with its own topic; its keys are shown this once')
    .requiredOption('--name <name>', 'lower-case letters, digits and hyphens: the end of its topic')
    .requiredOption('--role <role>', 'network, warehouse, carrier or order-source')
    .option('--fc <ids...>', 'only these fulfilment centres')
    .option('--carrier <codes...>', 'only these carriers')
    .option('--seller <ids...>', 'only these sellers')
    .action(async (options: AddOptions) => {
      const { name, role } = options;
      const added = await inNamespace(options, ({ gateway }) =>
        gateway.post<AddedPublisher>('/admin/publishers', { name, role, scope: scopeOf(options) }),
      );
      if (options.json) answerJson(added);
      else answer(described(added));
    });
  overNamespace(publisher.command('list'))
    .description('List every publisher')
    .action(async (options: NamespaceOptions) => {
      const { publishers } = await inNamespace(options, ({ gateway }) =>
        gateway.get<{ publishers: Publisher[] }>('/admin/publishers'),
      );
      if (options.json) answerJson(publishers);
      else answer(publisherTable(publishers));
    });
  overNamespace(publisher.command('revoke'))
    .description('Revoke a publisher: its keys and its Kafka user count no more')
    .argument('<publisherId>')
    .action(async (publisherId: string, options: NamespaceOptions) => {
      const path = `/admin/publishers/${publisherId}`;
      const revoked = await inNamespace(options, ({ gateway }) => gateway.delete<Publisher>(path));
      if (options.json) answerJson(revoked);
      else answer(publisherTable([revoked]));
    });
}

// What is left out is no limit.
function scopeOf({ fc, carrier, seller }: AddOptions): object {
  return {
    ...(fc ? { fulfillmentCenterIds: fc } : {}),
    ...(carrier ? { carrierCodes: carrier } : {}),
    ...(seller ? { sellerIds: seller } : {}),
  };
}

function described({ kafka, ...keys }: AddedPublisher): string {
  const onKafka = kafka
    ? [
        ['kafka topic', kafka.topic],
        ['kafka user', kafka.username],
        ['kafka password', kafka.password],
      ]
    : [['kafka', 'no users on this Kafka: report over HTTP, POST /events']];
  return `${table(['', ''], [...Object.entries(keys), ...onKafka])}\nKeep these: the secrets are not shown again.`;
}

function publisherTable(publishers: readonly Publisher[]): string {
  if (publishers.length === 0)
    return 'There is no publisher yet: npm run admin -- publisher add --name NAME --role ROLE';
  const rows = publishers.map((one) => [
    one.publisherId,
    one.name,
    one.role,
    Object.values(one.scope).flat().join(', ') || 'all',
    one.topic,
    one.revokedAt === null ? '' : `revoked ${one.revokedAt}`,
  ]);
  return table(['publisher id', 'name', 'role', 'scope', 'topic', ''], rows);
}
