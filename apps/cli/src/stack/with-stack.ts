import type { Settings } from '../settings.js';
import { UserError } from '../user-error.js';
import { untilInterrupted } from './interrupt.js';
import { knownNamespaces } from './namespaces.js';
import { namespaceLabel, openStack, waysInto } from './open-stack.js';
import type { Stack } from './open-stack.js';
import { secretsOf } from './secrets.js';
import type { StartedWhen } from './service-process.js';
import { runningStack } from './state-file.js';
import { Teardown } from './teardown.js';

export interface StackWanted {
  readonly settings: Settings;
  /** '' is the main namespace. */
  readonly namespace: string;
  /** Lines about what is being started: never to stdout, which is for the answer. */
  readonly report: (line: string) => void;
  readonly startedWhen?: StartedWhen;
}

/**
 * Does something with a namespace that is served: by the stack that runs, if it serves this one; else servers and
 * services are started for as long as it takes.
 */
export async function withStack<T>(wanted: StackWanted, work: (stack: Stack) => Promise<T>): Promise<T> {
  const { settings, namespace, report, startedWhen } = wanted;
  const running = await attach(settings, namespace);
  if (running) return work(running);
  const simulated = await isSimulated(settings, namespace);
  const teardown = new Teardown();
  try {
    return await untilInterrupted(async (signal) => {
      report(
        `Nothing serves the namespace ${namespaceLabel(namespace)} now: starting it for this command ...`,
      );
      return work(await openStack({ settings, namespace, simulated, teardown, report, signal, startedWhen }));
    });
  } finally {
    await teardown.run(report);
  }
}

/** The running stack, if it serves this namespace. */
async function attach(settings: Settings, namespace: string): Promise<Stack | undefined> {
  const running = await runningStack(settings.dataDir);
  if (running?.namespace !== namespace) return undefined;
  if (running.phase === 'starting') {
    throw new UserError(`The stack (process ${running.pid}) is still starting: wait for its line "ready".`);
  }
  return waysInto(namespace, running.services, await secretsOf(settings.dataDir, namespaceLabel(namespace)));
}

/** Whether the namespace has a clock of its own. @throws UserError when there is no such namespace */
export async function isSimulated(settings: Settings, namespace: string): Promise<boolean> {
  if (namespace === '') return false;
  const all = await knownNamespaces(settings.dataDir);
  const known = all[namespace];
  if (known) return known.simulated;
  const names = ['main', ...Object.keys(all)].join(', ');
  throw new UserError(
    `There is no namespace "${namespace}" here. There are: ${names}. npm start makes "sample".`,
  );
}
