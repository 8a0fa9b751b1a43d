import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '#contracts';
import type { Service } from '#contracts';
import { parseConfig, serviceConfig } from '#runtime';
import type { ConfigSpec } from '#runtime';
import { root } from './files.js';

/** What a service's process reads of its environment: the spec in code, with what its own *.config.ts adds. */
export async function configSpecOf(service: Service): Promise<ConfigSpec> {
  const own = readdirSync(join(root, 'apps', service, 'src')).filter((name) => name.endsWith('.config.ts'));
  const modules = await Promise.all(
    own.map((name) => import(join(root, 'apps', service, 'src', name)) as Promise<object>),
  );
  const specs = modules.flatMap((module) => Object.values(module) as unknown[]).filter(isSpec);
  return specs.reduce<ConfigSpec>((all, spec) => ({ ...all, ...spec }), serviceConfig(service));
}

function isSpec(value: unknown): value is ConfigSpec {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (variable: unknown) => typeof (variable as { read?: unknown })?.read === 'function',
    )
  );
}

/** What is wrong with this environment for this service: faults, and variables that it never reads. */
export async function faultsOf(service: Service, env: Record<string, string>): Promise<string[]> {
  const spec = await configSpecOf(service);
  const read = new Set(
    Object.values(spec).flatMap(({ name, or }) => (or === undefined ? [name] : [name, or])),
  );
  const unread = Object.keys(env).filter((name) => !read.has(name));
  return [...faultsIn(spec, env), ...unread.map((name) => `${name} is set, but ${service} never reads it`)];
}

function faultsIn(spec: ConfigSpec, env: Record<string, string>): string[] {
  try {
    const config = parseConfig(env, spec);
    // Optional for a Kafka that asks nobody who he is: these two ask.
    return ['kafkaUsername', 'kafkaPassword']
      .filter((field) => config[field] === undefined)
      .map((field) => `${field} is not set`);
  } catch (error) {
    return [(error as Error).message];
  }
}

export { services };
