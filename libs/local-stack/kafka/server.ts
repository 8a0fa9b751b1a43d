import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLines } from '../run-command.js';
import { isAlive, terminate } from '../running-process.js';
import type { RunningProcess } from '../running-process.js';
import { spawnServer, untilReady } from '../spawn-server.js';
import { reasonOf, StackProblem } from '../stack-problem.js';
import type { Java } from './java.js';
import type { KafkaJars } from './jars.js';
import { argumentFile, jvm } from './jvm.js';
import { kafkaAdminUser, loggingConfig, serverProperties } from './server-config.js';
import type { KafkaSettings } from './server-config.js';
import { KafkaWire } from './wire.js';
import { WireWriter } from './wire-bytes.js';

const apiFindCoordinator = 10;
const apiListGroups = 16;

export interface KafkaStart {
  dataDir: string;
  logsDir: string;
  settings: Omit<KafkaSettings, 'dataFolder'>;
  java: Java;
  jars: KafkaJars;
  signal?: AbortSignal;
}

/** A Kafka process, and the class archive that its clean end leaves behind, if it makes one. */
export interface KafkaProcess extends RunningProcess {
  archiveDraft?: string;
}

export async function spawnKafka({
  dataDir,
  logsDir,
  settings,
  java,
  jars,
}: KafkaStart): Promise<KafkaProcess> {
  const home = join(dataDir, 'kafka');
  const config = join(home, 'server.properties');
  const logging = join(home, 'log4j2.xml');
  await writeFile(config, serverProperties({ ...settings, dataFolder: join(home, 'data') }), { mode: 0o600 });
  await writeFile(logging, loggingConfig(join(logsDir, 'kafka.log')));
  const archive = archiveOf(java, jars);
  const archived = existsSync(archive);
  const archiveDraft = archived ? undefined : `${archive}.${randomBytes(6).toString('hex')}`;
  const argsFile = await argumentFile(home, 'server', [
    ...jvm,
    '-Xlog:disable',
    '-Xlog:all=error:stderr',
    '-Xshare:auto',
    archiveDraft === undefined
      ? `-XX:SharedArchiveFile=${archive}`
      : `-XX:ArchiveClassesAtExit=${archiveDraft}`,
    `-Dlog4j2.configurationFile=file:${logging}`,
    '-Dlog4j2.disableJmx=true',
    '-Djava.awt.headless=true',
    '-cp',
    jars.classPath.join(':'),
    'kafka.Kafka',
    config,
  ]);
  const outputFile = join(logsDir, 'kafka.out');
  const running = spawnServer({
    name: 'Kafka',
    program: java.path,
    args: [`@${argsFile}`],
    outputFile,
    cwd: home,
  });
  return archiveDraft === undefined ? running : { ...running, archiveDraft };
}

/** Waits until the admin can sign in and consumer groups are served; gives the milliseconds. */
export async function kafkaReady(
  server: KafkaProcess,
  { logsDir, settings, signal }: Pick<KafkaStart, 'logsDir' | 'settings' | 'signal'>,
): Promise<number> {
  let refused = '';
  const answers = async (): Promise<boolean> => {
    try {
      const credentials = { username: kafkaAdminUser, password: settings.adminPassword };
      const wire = await KafkaWire.open(`127.0.0.1:${settings.port}`, credentials, 2_000);
      try {
        return await groupsAreServed(wire);
      } finally {
        wire.close();
      }
    } catch (error) {
      refused = reasonOf(error);
      return false;
    }
  };
  const took = await untilReady(server, answers, 90_000, signal);
  if (took !== undefined) return took;
  const said = await Promise.all(['kafka.out', 'kafka.log'].map((name) => tail(join(logsDir, name))));
  throw new StackProblem(
    `Kafka ${isAlive(server) ? `did not get ready in 90 s (${refused})` : 'ended while starting'}. Its last words:\n` +
      `${lastLines(said.join('\n'), 5)}\nSee ${logsDir}. If its data cannot be saved: npm run reset`,
  );
}

/** Asking for it makes Kafka create its topic; listing the groups is refused while what they had is being loaded. */
async function groupsAreServed(wire: KafkaWire): Promise<boolean> {
  const group = new WireWriter().compactString('makegood').int8(0).noTags().done();
  const coordinator = await wire.request(apiFindCoordinator, 3, true, group);
  coordinator.int32();
  if (coordinator.int16() !== 0) return false;
  const groups = await wire.request(apiListGroups, 3, true, new WireWriter().noTags().done());
  groups.int32();
  return groups.int16() === 0;
}

/** SIGTERM, at most 15 s, then SIGKILL. */
export async function stopKafka(server: KafkaProcess): Promise<void> {
  await terminate(server, 'SIGTERM', 15_000);
  const draft = server.archiveDraft;
  if (draft !== undefined) await rename(draft, draft.slice(0, draft.lastIndexOf('.'))).catch(() => undefined);
}

/** The classes as the JVM had them in memory: the next start maps them instead of reading the jars (4 s -> 2 s). */
function archiveOf(java: Java, jars: KafkaJars): string {
  return join(jars.folder, `classes-java-${java.version}.jsa`);
}

async function tail(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).slice(-20_000);
}
