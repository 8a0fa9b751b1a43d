import type { Command } from 'commander';
import { projectRoot } from '../project-root.js';
import { readSettings } from '../settings.js';
import type { Stack } from '../stack/open-stack.js';
import type { StartedWhen } from '../stack/service-process.js';
import { withStack } from '../stack/with-stack.js';
import { tell } from '../terminal/lines.js';

/** What every command that speaks to a namespace may be told. */
export interface NamespaceOptions {
  readonly namespace?: string;
  readonly json?: boolean;
}

/** Adds `--namespace` and `--json`. */
export function overNamespace(command: Command): Command {
  return command
    .option('--namespace <name>', 'another namespace than the main one, as "sample"')
    .option('--json', 'print JSON instead of a table');
}

/** Does something with the namespace that was asked for, starting what is needed to serve it. */
export function inNamespace<T>(
  options: NamespaceOptions,
  work: (stack: Stack) => Promise<T>,
  startedWhen?: StartedWhen,
): Promise<T> {
  const settings = readSettings(process.env, projectRoot());
  return withStack({ settings, namespace: namespaceOf(options), report: tell, startedWhen }, work);
}

/** The main namespace has no name inside. */
export function namespaceOf({ namespace }: NamespaceOptions): string {
  return namespace === undefined || namespace === 'main' ? '' : namespace;
}

/** What to say when there is nothing in the main namespace yet. */
export const EMPTY_MAIN =
  'The main namespace is still empty. Look at the sample with --namespace sample, or report an order first (README, "Send an event").';
