import type { Service } from '#contracts';
import { startService, type ConfigSpec, type RunningService, type ServiceDefinition } from '#runtime';
import type { Contestant } from '../contestants/contestant.js';

/** Which of our services a process is to be, and its environment. */
export interface ServiceSetup {
  service: Service;
  env: Record<string, string>;
}

/** One of our services as it is. It starts with the first round, and runs until its process ends. */
export async function open({ service, env }: ServiceSetup): Promise<Contestant> {
  const definition = await definitionOf(service);
  let running: RunningService | undefined;
  return {
    async start(_round, began) {
      running ??= await startService(definition, env);
      began();
    },
    stop: () => Promise.resolve(),
  };
}

/** Only the one that is asked for is loaded, as in its own process. */
export async function definitionOf(service: Service): Promise<ServiceDefinition<ConfigSpec>> {
  const module = (await import(`../../../apps/${service}/src/${service}.js`)) as Record<
    string,
    ServiceDefinition<ConfigSpec>
  >;
  const definition = module[service];
  if (!definition) throw new Error(`apps/${service}/src/${service}.ts exports no ${service}`);
  return definition;
}
