import { randomUUID } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeDataDir } from './data-mark.js';
import { existingKafka, existingPostgres } from './existing-servers.js';
import type { ExistingKafka } from './existing-servers.js';
import { withFileLock } from './file-lock.js';
import { startLocalKafka } from './kafka/start-local.js';
import { kafkaAdminUser } from './kafka/server-config.js';
import { stopKafka } from './kafka/server.js';
import { startLocalPostgres } from './postgres/start-local.js';
import { stopPostgres, superuserUrl } from './postgres/server.js';
import type { Report } from './report.js';
import { thisProcess } from './running-process.js';
import { stackSecrets } from './secrets.js';
import { lockOf, readState, writeState } from './servers-state.js';
import type { Holder, ServersState } from './servers-state.js';
import type { Credentials } from './service-passwords.js';
import { claimPorts } from './stack-ports.js';

/** A Kafka and a Postgres to work with. */
export interface Servers {
  /** `host:port` each. */
  brokers: string[];
  /** Absent where Kafka asks nobody who he is. */
  kafkaAdmin?: Credentials;
  /** Signs in as a superuser, or as who DATABASE_URL names. */
  databaseUrl: string;
  /** Whether this call started them. Others may hold them too: the last holder's `stop` ends them. */
  owned: boolean;
  stop(): Promise<void>;
}

export interface EnsureServers {
  dataDir: string;
  env: NodeJS.ProcessEnv;
  report: Report;
  /** Gives up, and stops what was started so far. */
  signal?: AbortSignal;
}

/**
 * Servers that exist (KAFKA_BROKERS, DATABASE_URL), those that already run in this data directory, or new ones there.
 * @throws StackProblem with what is wrong and what to do
 */
export async function ensureServers(options: EnsureServers): Promise<Servers> {
  const dataDir = resolve(options.dataDir);
  const [kafka, databaseUrl] = await Promise.all([existingKafka(options.env), existingPostgres(options.env)]);
  if (kafka !== undefined) options.report(`kafka     using ${kafka.brokers.join(',')} (KAFKA_BROKERS)`);
  if (databaseUrl !== undefined) options.report('postgres  using the server of DATABASE_URL');
  await makeDataDir(dataDir);
  if (kafka !== undefined && databaseUrl !== undefined)
    return { ...kafka, databaseUrl, owned: false, stop: () => Promise.resolve() };
  const waiting = (pid: number): void =>
    options.report(`servers   waiting for process ${pid}, which starts or stops them`);
  const hold = () => holdServers({ ...options, dataDir }, kafka, databaseUrl);
  return withFileLock(lockOf(dataDir), hold, waiting, options.signal);
}

async function holdServers(
  { dataDir, env, report, signal }: EnsureServers,
  existing: ExistingKafka | undefined,
  databaseUrl: string | undefined,
): Promise<Servers> {
  const logsDir = join(dataDir, 'logs');
  await mkdir(logsDir, { recursive: true });
  await chmod(logsDir, 0o700);
  const state = await readState(dataDir);
  const [postgresPassword = '', adminPassword = '', controllerPassword = ''] = await stackSecrets(dataDir, [
    'postgres-superuser',
    'kafka-admin',
    'kafka-controller',
  ]);
  const file = await claimPorts(dataDir, {
    kafka: state.kafka !== undefined,
    postgres: state.postgres !== undefined,
  });
  const holder: Holder = { id: randomUUID(), ...thisProcess() };
  state.holders.push(holder);
  // One after the other: two drafts that overtake each other would lose one server's process number.
  let saving = Promise.resolve();
  const save = (): Promise<void> => (saving = saving.then(() => writeState(dataDir, state)));
  await save();
  const place = { dataDir, logsDir, file, report, signal };
  const no = Promise.resolve(false);
  const outcomes = await Promise.allSettled([
    existing ? no : startLocalKafka({ ...place, env, adminPassword, controllerPassword, state, save }),
    databaseUrl ? no : startLocalPostgres({ ...place, password: postgresPassword, state, save }),
  ]);
  const fault = outcomes.find((outcome) => outcome.status === 'rejected');
  if (fault !== undefined) {
    await leave(dataDir, holder);
    throw fault.reason;
  }
  const local = {
    brokers: [`127.0.0.1:${file.kafkaPort}`],
    kafkaAdmin: { username: kafkaAdminUser, password: adminPassword },
  };
  let left: Promise<void> | undefined;
  return {
    ...(existing ?? local),
    databaseUrl: databaseUrl ?? superuserUrl(file.postgresPort, postgresPassword),
    owned: outcomes.some((outcome) => outcome.status === 'fulfilled' && outcome.value),
    stop: () => (left ??= withFileLock(lockOf(dataDir), () => leave(dataDir, holder))),
  };
}

/** Takes one holder off, and stops the servers when none is left. The lock is held. */
async function leave(dataDir: string, holder: Holder): Promise<void> {
  const state: ServersState = await readState(dataDir);
  state.holders = state.holders.filter(({ id }) => id !== holder.id);
  if (state.holders.length === 0) {
    await stopServers(state);
    delete state.kafka;
    delete state.postgres;
  }
  await writeState(dataDir, state);
}

export async function stopServers({ kafka, postgres }: ServersState): Promise<void> {
  await Promise.all([kafka && stopKafka(kafka.process), postgres && stopPostgres(postgres.process)]);
}
