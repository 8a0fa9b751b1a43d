import { join } from 'node:path';
import { projectRoot } from '../project-root.js';
import { serviceEnvironment, urlOf } from './service-environment.js';
import type { StackWiring } from './service-environment.js';
import { serviceNames } from './service-names.js';
import type { ServiceName } from './service-names.js';
import { ServiceProcess } from './service-process.js';
import type { StartedWhen } from './service-process.js';
import type { Teardown } from './teardown.js';

export interface LaunchOptions {
  readonly dataDir: string;
  readonly teardown: Teardown;
  readonly report: (line: string) => void;
  readonly startedWhen?: StartedWhen;
}

/**
 * What keeps a service small. Young objects live in little space (each semi-space counts three times), old ones may have
 * as much as a batch of the largest size needs. glibc gives each thread an arena and keeps freed blocks of up to 32 MB
 * there; buffers of a megabyte that go to Kafka and come from it leave those in pieces that nobody can use.
 */
export const frugal = {
  nodeArguments: ['--max-semi-space-size=4', '--max-old-space-size=320'],
  environment: { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072' },
} as const;

/** Starts the five services as processes of their own and waits until all are ready. */
export async function launch(
  wiring: StackWiring,
  options: LaunchOptions,
): Promise<Record<ServiceName, string>> {
  const processes = serviceNames.map((name) => [name, serviceProcess(name, wiring, options)] as const);
  options.teardown.add(async () => {
    await Promise.all(processes.map(([, one]) => one.stop()));
  });
  await Promise.all(
    processes.map(async ([name, one]) => {
      const from = performance.now();
      await one.start();
      options.report(
        `${name}: ${options.startedWhen ?? 'ready'} (${((performance.now() - from) / 1000).toFixed(1)} s)`,
      );
    }),
  );
  return Object.fromEntries(serviceNames.map((name) => [name, urlOf(name, wiring)])) as Record<
    ServiceName,
    string
  >;
}

function serviceProcess(name: ServiceName, wiring: StackWiring, options: LaunchOptions): ServiceProcess {
  const dist = join(projectRoot(), 'dist', 'apps');
  const label = wiring.namespace.name || 'main';
  return new ServiceProcess({
    name,
    nodeArguments: [
      ...(wiring.simulated ? [] : frugal.nodeArguments),
      '--import',
      join(dist, 'cli', 'src', 'stack', 'leave-with-parent.js'),
      join(dist, name, 'src', 'main.js'),
    ],
    environment: { ...serviceEnvironment(name, wiring), ...frugal.environment },
    logFile: join(options.dataDir, 'logs', `${label}-${name}.log`),
    url: urlOf(name, wiring),
    report: options.report,
    startedWhen: options.startedWhen,
  });
}
