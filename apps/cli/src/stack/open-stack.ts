import { join } from 'node:path';
import { ensureServers, freePort, namespace as namespaceOf, provision } from '#local-stack';
import type { Servers } from '#local-stack';
import { GatewayClient } from '../door/gateway-client.js';
import { ServiceClient } from '../door/service-client.js';
import type { Settings } from '../settings.js';
import { launch } from './launch.js';
import { secretsOf } from './secrets.js';
import type { Secrets } from './secrets.js';
import { serviceNames } from './service-names.js';
import type { ServiceName } from './service-names.js';
import type { StartedWhen } from './service-process.js';
import type { Teardown } from './teardown.js';

/** A namespace that is being served, and the ways into it. */
export interface Stack {
  readonly namespace: string;
  readonly urls: Partial<Record<ServiceName, string>>;
  readonly gateway: GatewayClient;
  readonly services: ServiceClient;
}

/** A stack that this process started, with the servers below it. */
export interface OwnStack extends Stack {
  readonly servers: Servers;
}

export interface OpenOptions {
  readonly settings: Settings;
  /** '' is the main namespace. */
  readonly namespace: string;
  readonly simulated: boolean;
  /** Port of the door; a free one when left out. The inner ports are free ones. */
  readonly doorPort?: number;
  /** Those that are open already; else they are opened. */
  readonly servers?: Servers;
  readonly teardown: Teardown;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
  /** 'live' where a service that is not ready is to be mended. */
  readonly startedWhen?: StartedWhen;
}

/** Starts what is missing of Kafka and Postgres, sets the namespace up, starts its services, waits until ready. */
export async function openStack(options: OpenOptions): Promise<OwnStack> {
  const { settings, simulated, teardown, report, signal } = options;
  const servers = options.servers ?? (await openServers(options));
  const namespace = namespaceOf(options.namespace);
  const secrets = await secretsOf(settings.dataDir, namespaceLabel(options.namespace));
  await provision(servers, namespace, { services: [...serviceNames], secret: secrets.master, simulated });
  report('databases, roles, schemas and topics: ready');
  signal?.throwIfAborted();
  const ports = await choosePorts(options.doorPort);
  const compileCache = join(settings.dataDir, 'compiled');
  const wiring = { namespace, simulated, servers, secrets, host: settings.host, compileCache, ports };
  const urls = await launch(wiring, {
    dataDir: settings.dataDir,
    teardown,
    report,
    startedWhen: options.startedWhen,
  });
  return { ...waysInto(options.namespace, urls, secrets), servers };
}

/** Kafka and Postgres alone. */
export async function openServers(
  options: Pick<OpenOptions, 'settings' | 'teardown' | 'report' | 'signal'>,
): Promise<Servers> {
  const { settings, teardown, report, signal } = options;
  const servers = await ensureServers({ dataDir: settings.dataDir, env: process.env, report, signal });
  teardown.add(() => servers.stop());
  return servers;
}

export function waysInto(
  namespace: string,
  urls: Partial<Record<ServiceName, string>>,
  secrets: Secrets,
): Stack {
  return {
    namespace,
    urls,
    gateway: new GatewayClient(urls.gateway ?? '', secrets.operator),
    services: new ServiceClient(urls, secrets),
  };
}

/** How people call the namespace: the one without a name is `main`. */
export function namespaceLabel(namespace: string): string {
  return namespace === '' ? 'main' : namespace;
}

async function choosePorts(door?: number): Promise<Record<ServiceName, number>> {
  const taken = new Set<number>();
  const ports: Partial<Record<ServiceName, number>> = { gateway: door };
  if (door !== undefined) taken.add(door);
  for (const service of serviceNames.filter((name) => ports[name] === undefined)) {
    let port = await freePort();
    while (taken.has(port)) port = await freePort();
    taken.add(port);
    ports[service] = port;
  }
  return ports as Record<ServiceName, number>;
}
