import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toIso } from '#contracts';
import { projectRoot } from '../project-root.js';
import type { Settings } from '../settings.js';
import { knownNamespaces } from '../stack/namespaces.js';
import type { Teardown } from '../stack/teardown.js';
import { exampleOrder } from './example-order.js';
import { SAMPLE_AS_OF } from './parcels.js';

/** The kept namespace of the bundled sample. */
export const SAMPLE = 'sample';

/**
 * Replays the bundled sample, unless this data directory has it: as a command of its own beside the stack, whose
 * memory is given back when it is done. Its table goes to the terminal.
 */
export async function replaySampleOnce(
  settings: Settings,
  teardown: Teardown,
  report: (line: string) => void,
): Promise<void> {
  const known = (await knownNamespaces(settings.dataDir))[SAMPLE];
  if (known?.complete === true) return;
  const [orders, events] = ['orders.csv', 'events.jsonl'].map((name) => join(projectRoot(), 'samples', name));
  report(
    'The first time: replaying the bundled sample, 2,000 invented parcels, into the namespace "sample" ...',
  );
  const options = ['--events', events ?? '', '--as-of', toIso(SAMPLE_AS_OF), '--keep', '--namespace', SAMPLE];
  const child = spawn(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? '', 'replay', orders ?? '', ...options],
    {
      stdio: 'inherit',
      // Told by us to stop, not by the terminal: so that it has dropped what it made before the servers go.
      detached: true,
    },
  );
  teardown.add(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  report(code === 0 ? nextSteps(await readFile(orders ?? '', 'utf8')) : SAMPLE_FAILED);
}

const SAMPLE_FAILED = `The sample could not be replayed (see above); everything else runs. It is tried again at the next start.`;

function nextSteps(orders: string): string {
  return `Try next, in another terminal:
  npm run accounting -- --namespace ${SAMPLE}
  npm run journey -- ${exampleOrder(orders) ?? 'SAMPLE-0001'} --namespace ${SAMPLE}
  npm run replay -- YOUR.csv --default-value 100.00 --currency USD`;
}
