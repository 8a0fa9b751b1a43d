import type { Command } from 'commander';
import { ensureServers, namespace as namespaceOf, provision } from '#local-stack';
import { servicePasswords, trackingLinkKey } from '#local-stack';
import { projectRoot } from '../project-root.js';
import { readSettings } from '../settings.js';
import { serviceNames } from '../stack/service-names.js';
import { feedSecretsKey, makeSecrets, publicKeys } from '../stack/secrets.js';
import { answer, tell } from '../terminal/lines.js';
import { UserError } from '../user-error.js';
import { namespaceOf as namespaceAsked } from './namespace-option.js';

export function provisionCommand(program: Command): void {
  program
    .command('provision')
    .description(
      'Make databases, roles, topics and rights on servers that exist, as compose and Kubernetes need it.',
    )
    .option('--namespace <name>', 'a namespace of its own on those servers')
    .action(async (options: { namespace?: string }) => {
      const settings = readSettings(process.env, projectRoot());
      const servers = await ensureServers({
        dataDir: settings.dataDir,
        env: existing(process.env),
        report: tell,
      });
      const secret = process.env['PROVISION_SECRET'] ?? '';
      const namespace = namespaceOf(namespaceAsked(options));
      await provision(servers, namespace, {
        services: [...serviceNames],
        secret,
        simulated: false,
        report: tell,
      });
      answer('databases, roles, schemas, topics and rights: ready');
      await servers.stop();
    });
  program
    .command('keys')
    .description(
      'Print new keys and passwords of all services as environment lines, for compose or Kubernetes.',
    )
    .action(async () => (await keyLines()).forEach(answer));
}

/** One line per secret of an installation; those of one service begin with its name. */
async function keyLines(): Promise<string[]> {
  const secrets = await makeSecrets();
  const main = namespaceOf('');
  const ofServices = serviceNames.flatMap((service) => {
    const { roles, kafka } = servicePasswords(secrets.master, main, service);
    const of = (name: string, value: string): string => `${service.toUpperCase()}_${name}=${value}`;
    return [
      of('IDENTITY_PRIVATE_JWK', `'${JSON.stringify(secrets.identityKeys[service])}'`),
      of('DATABASE_OWNER_PASSWORD', roles.owner.password),
      of('DATABASE_API_PASSWORD', roles.api.password),
      of('DATABASE_WORKER_PASSWORD', roles.worker.password),
      of('DATABASE_OPS_PASSWORD', roles.ops.password),
      of('KAFKA_USERNAME', kafka.username),
      of('KAFKA_PASSWORD', kafka.password),
    ];
  });
  return [
    `PROVISION_SECRET=${secrets.master}`,
    `OPERATOR_CLIENT_ID=${secrets.operator.clientId}`,
    `OPERATOR_CLIENT_SECRET=${secrets.operator.clientSecret}`,
    `TOKEN_PRIVATE_JWK='${JSON.stringify(secrets.tokenKey)}'`,
    `BUYER_DATA_KEYS=${secrets.buyerDataKey}`,
    `FEED_SECRETS_KEYS=${feedSecretsKey(secrets)}`,
    `IDENTITY_PUBLIC_JWKS='${JSON.stringify(publicKeys(secrets))}'`,
    `TRACKING_LINK_KEYS=${trackingLinkKey(secrets.master, main)}`,
    ...ofServices,
  ];
}

/** What must be there: this command starts no server of its own. */
function existing(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const needed = ['KAFKA_BROKERS', 'DATABASE_URL', 'PROVISION_SECRET'];
  const missing = needed.filter((name) => !env[name]?.trim());
  if (missing.length > 0) {
    throw new UserError(
      `Set ${missing.join(', ')}: the servers' addresses (DATABASE_URL with a user that may create databases and roles; KAFKA_ADMIN_USERNAME and KAFKA_ADMIN_PASSWORD where Kafka asks), and the secret that all passwords are derived from (npm run -s keys prints a new one).`,
    );
  }
  return env;
}
