import { once } from 'node:events';
import type { Command } from 'commander';
import { isBusy } from '#local-stack';
import { projectRoot } from '../project-root.js';
import { replaySampleOnce } from '../sample/first-replay.js';
import { readSettings } from '../settings.js';
import type { Settings } from '../settings.js';
import { Interrupted, untilInterrupted } from '../stack/interrupt.js';
import { openStack } from '../stack/open-stack.js';
import {
  alreadyRunning,
  claimDataDir,
  releaseDataDir,
  runningStack,
  writeState,
} from '../stack/state-file.js';
import { Teardown } from '../stack/teardown.js';
import { isSimulated } from '../stack/with-stack.js';
import { answer } from '../terminal/lines.js';
import { UserError, messageOf } from '../user-error.js';
import { namespaceOf } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

export function startCommand(program: Command): void {
  program
    .command('start')
    .description(
      'Start everything: Kafka, Postgres, the services. The first time the sample is replayed, too.',
    )
    .option('--empty', 'do not replay the sample', false)
    .option('--namespace <name>', 'serve a kept namespace, as "sample", instead of the main one')
    .action((options: StartOptions) => start(readSettings(process.env, projectRoot()), options));
}

interface StartOptions extends NamespaceOptions {
  readonly empty: boolean;
}

async function start(settings: Settings, options: StartOptions): Promise<void> {
  const teardown = new Teardown();
  try {
    await untilInterrupted((signal) => serve(settings, options, teardown, signal));
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    answer('stopping ...');
  } finally {
    await teardown.run(answer);
  }
  answer('Stopped. The data is kept; npm start goes on with it, npm run reset wipes it.');
}

async function serve(
  settings: Settings,
  options: StartOptions,
  teardown: Teardown,
  signal: AbortSignal,
): Promise<void> {
  const { dataDir, port } = settings;
  const namespace = namespaceOf(options);
  await refuseToStart(settings);
  const simulated = await isSimulated(settings, namespace);
  const url = `http://${settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host}:${port}`;
  const state = { pid: process.pid, namespace, url };
  await claimDataDir(dataDir, { ...state, phase: 'starting', services: {} });
  teardown.add(() => releaseDataDir(dataDir));
  const opened = {
    settings,
    namespace,
    simulated,
    doorPort: port,
    teardown,
    report: answer,
    signal,
  };
  const { urls } = await openStack(opened);
  await writeState(dataDir, { ...state, phase: 'ready', services: urls });
  answer(`ready: ${url}`);
  if (!options.empty && namespace === '') {
    // The stack runs whatever becomes of the sample.
    await replaySampleOnce(settings, teardown, answer).catch((error: unknown) => answer(messageOf(error)));
  }
  await once(signal, 'abort');
}

async function refuseToStart({ dataDir, port }: Settings): Promise<void> {
  const running = await runningStack(dataDir);
  if (running) throw new UserError(alreadyRunning(running));
  if (await isBusy(port)) {
    throw new UserError(
      `Port ${port} is in use by another program. Stop that one, or choose another port: MAKEGOOD_PORT=${port + 1} npm start`,
    );
  }
}
