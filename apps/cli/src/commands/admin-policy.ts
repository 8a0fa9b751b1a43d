import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { toIso } from '#contracts';
import { readInstant } from '../replay/read-instant.js';
import { answer, answerJson } from '../terminal/lines.js';
import { table } from '../terminal/tables.js';
import { UserError, messageOf } from '../user-error.js';
import { inNamespace, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

/** A version of the policy as it is published. */
interface PublishedPolicy {
  readonly policyId: string;
  readonly version: string;
  readonly marketplaceId: string;
  readonly from: string;
  readonly policy: object;
}

interface ShownPolicies {
  /** At the instant of the question, one per marketplace. */
  readonly inForce: readonly PublishedPolicy[];
  readonly policies: readonly PublishedPolicy[];
}

export function adminPolicyCommand(admin: Command): void {
  const policy = admin
    .command('policy')
    .description('The numbers and choices of the rules, as versioned data');
  overNamespace(policy.command('put'))
    .description('Publish a version that is in force from an instant on, which must lie ahead')
    .argument('<file>', 'the policy as JSON, as in policies/')
    .requiredOption('--from <instant>', 'in force from, as 2026-07-01T00:00:00Z')
    .option('--marketplace <id>', 'for this marketplace only', '*')
    .action(async (file: string, options: NamespaceOptions & { from: string; marketplace: string }) => {
      const from = readInstant(options.from);
      if (from === undefined)
        throw new UserError(`--from is "${options.from}": give an instant, 2026-07-01T00:00:00Z.`);
      const policyRead = await readPolicy(file);
      const { version } = policyRead;
      const body = { version, marketplaceId: options.marketplace, from: toIso(from), policy: policyRead };
      const put = await inNamespace(options, ({ gateway }) =>
        gateway.put<PublishedPolicy>('/policies', body),
      );
      if (options.json) answerJson(put);
      else answer(policyTable([put], []));
    });
  overNamespace(policy.command('show', { isDefault: true }))
    .description('Show every version: what is in force, and what will be')
    .action(async (options: NamespaceOptions) => {
      const shown = await inNamespace(options, ({ gateway }) => gateway.get<ShownPolicies>('/policies'));
      if (options.json) answerJson(shown);
      else answer(policyTable(shown.policies, shown.inForce));
    });
}

async function readPolicy(file: string): Promise<{ version?: unknown }> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError(`${file} cannot be read (${messageOf(error)}). The two editions are in policies/.`);
  });
  try {
    const policy: unknown = JSON.parse(text);
    // What it must hold is checked where it is published, every fault at once.
    return typeof policy === 'object' && policy !== null ? policy : {};
  } catch (error) {
    throw new UserError(`${file} is no JSON: ${messageOf(error)}`);
  }
}

function policyTable(policies: readonly PublishedPolicy[], inForce: readonly PublishedPolicy[]): string {
  const counts = new Set(inForce.map(({ policyId }) => policyId));
  const rows = policies.map((one) => [
    one.version,
    one.marketplaceId,
    one.from,
    counts.has(one.policyId) ? 'in force now' : '',
  ]);
  const texts = policies.map((one) => `${one.version}: ${JSON.stringify(one.policy, undefined, 2)}`);
  return [table(['version', 'marketplace', 'from', ''], rows), ...texts].join('\n');
}
