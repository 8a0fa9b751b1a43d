import { dropNamespace, namespace as namespaceOf } from '#local-stack';
import type { Servers } from '#local-stack';
import type { Settings } from '../settings.js';
import { UserError } from '../user-error.js';
import { untilInterrupted } from './interrupt.js';
import { forgetNamespace, knownNamespaces, rememberNamespace } from './namespaces.js';
import { openServers, openStack } from './open-stack.js';
import type { OwnStack } from './open-stack.js';
import { forgetSecrets } from './secrets.js';
import { isAlive } from './state-file.js';
import { Teardown } from './teardown.js';

export interface OwnNamespaceWanted {
  readonly settings: Settings;
  readonly name: string;
  /** Left behind when the work is done, else dropped. Dropped in any case when the work fails. */
  readonly keep: boolean;
  readonly report: (line: string) => void;
}

/**
 * Does something in a simulated namespace made for it: on the servers that run, if they do, with services of its
 * own on free ports.
 */
export async function inOwnNamespace<T>(
  wanted: OwnNamespaceWanted,
  work: (stack: OwnStack) => Promise<T>,
): Promise<T> {
  const { settings, name, report } = wanted;
  await refuseIfThere(settings, name);
  const teardown = new Teardown();
  try {
    return await untilInterrupted(async (signal) => {
      const servers = await openServers({ settings, teardown, report, signal });
      await dropLeftovers(settings, servers);
      await rememberNamespace(settings.dataDir, name, { simulated: true, complete: false, pid: process.pid });
      let done = false;
      teardown.add(async () => {
        if (done && wanted.keep) return;
        await drop(settings, servers, name);
      });
      const stack = await openStack({
        settings,
        namespace: name,
        simulated: true,
        servers,
        teardown,
        report,
        signal,
      });
      const result = await work(stack);
      if (wanted.keep) await rememberNamespace(settings.dataDir, name, { simulated: true, complete: true });
      done = true;
      return result;
    });
  } finally {
    await teardown.run(report);
  }
}

/** What runs left behind that were killed before they could drop it. */
async function dropLeftovers(settings: Settings, servers: Servers): Promise<void> {
  for (const [name, known] of Object.entries(await knownNamespaces(settings.dataDir))) {
    const isFilled = known.complete || (known.pid !== undefined && isAlive(known.pid));
    if (!isFilled) await drop(settings, servers, name);
  }
}

async function drop({ dataDir }: Settings, servers: Servers, name: string): Promise<void> {
  await dropNamespace(servers, namespaceOf(name));
  await forgetNamespace(dataDir, name);
  await forgetSecrets(dataDir, name);
}

async function refuseIfThere(settings: Settings, name: string): Promise<void> {
  const known = (await knownNamespaces(settings.dataDir))[name];
  if (known?.complete === false && known.pid !== undefined && isAlive(known.pid)) {
    throw new UserError(
      `Process ${known.pid} is filling the namespace "${name}" now: wait for it, or choose another name.`,
    );
  }
  if (known?.complete === true) {
    throw new UserError(
      `There is a namespace "${name}" already: choose another name, or wipe all with npm run reset.`,
    );
  }
}
