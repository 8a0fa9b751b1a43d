import type { Command } from 'commander';
import { innerServices, serviceNames, serviceNamed } from '../stack/service-names.js';
import type { ServiceName } from '../stack/service-names.js';
import { answer, answerJson } from '../terminal/lines.js';
import { inNamespace, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

/** What only a person may decide after data was lost; docs/runbook.md says when. */
export function adminRecoveryCommand(admin: Command): void {
  const incarnation = admin.command('incarnation').description('The name under which an outbox speaks');
  recovery(incarnation.command('new'), '/internal/new-incarnation', serviceNames).description(
    'After a restore that was meant: the service speaks as a new source',
  );
  const offsets = admin.command('offsets').description('How far a service has read');
  recovery(offsets.command('accept'), '/internal/accept-offsets', innerServices).description(
    'Give up records that Kafka has lost: halted partitions read on from what it still has',
  );
}

function recovery(command: Command, path: string, among: readonly ServiceName[]): Command {
  return overNamespace(command)
    .argument('<service>', among.join(', '))
    .action(async (name: string, options: NamespaceOptions) => {
      const service = serviceNamed(name, among);
      // The service to be mended is not ready: that is why.
      const { outcome } = await inNamespace(
        options,
        ({ services }) => services.ask<{ outcome: string }>(service, 'POST', path, {}, PATIENCE_MS),
        'live',
      );
      if (options.json) answerJson({ outcome });
      else answer(outcome);
    });
}

/** A service that has just started first joins its consumer group. */
const PATIENCE_MS = 60_000;
