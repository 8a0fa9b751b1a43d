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
 * Five processes, Kafka and Postgres share 1.5 GB at rest. Young objects live in little space (each semi-space
 * counts three times), old ones may have as much as a batch of the largest size needs.
 */
export const frugal = ['--max-semi-space-size=4', '--max-old-space-size=320'];

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
      ...(wiring.simulated ? [] : frugal),
      '--import',
      join(dist, 'cli', 'src', 'stack', 'leave-with-parent.js'),
      join(dist, name, 'src', 'main.js'),
    ],
    environment: serviceEnvironment(name, wiring),
    logFile: join(options.dataDir, 'logs', `${label}-${name}.log`),
    url: urlOf(name, wiring),
    report: options.report,
    startedWhen: options.startedWhen,
  });
}
