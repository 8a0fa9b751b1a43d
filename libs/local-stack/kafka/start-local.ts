import type { Report } from '../report.js';
import { isAlive } from '../running-process.js';
import type { ServersState } from '../servers-state.js';
import type { PortsFile } from '../stack-ports.js';
import { ensureJava } from './java.js';
import { fetchKafkaJars, findKafkaJars } from './jars.js';
import { formatKafka } from './format.js';
import { kafkaReady, spawnKafka } from './server.js';
import type { KafkaProcess } from './server.js';

export interface StartLocalKafka {
  dataDir: string;
  logsDir: string;
  file: PortsFile;
  env: NodeJS.ProcessEnv;
  adminPassword: string;
  controllerPassword: string;
  report: Report;
  signal?: AbortSignal;
  state: ServersState;
  save: () => Promise<void>;
}

/**
 * The one that runs, or a new one: Java and jars where they lack, storage, process, which is in the state file before
 * anybody waits for it.
 * @returns whether it was started
 */
export async function startLocalKafka(options: StartLocalKafka): Promise<boolean> {
  const { dataDir, logsDir, file, env, adminPassword, controllerPassword, report, signal, state, save } =
    options;
  const port = file.kafkaPort;
  const settings = { port, controllerPort: file.controllerPort, adminPassword, controllerPassword };
  if (state.kafka !== undefined && (await stillRuns(state.kafka.process, { logsDir, settings, signal }))) {
    report(`kafka     runs already on 127.0.0.1:${port}`);
    return false;
  }
  const found = await findKafkaJars();
  const java = await ensureJava(env, found === undefined, report);
  signal?.throwIfAborted();
  const jars = found ?? (await fetchKafkaJars(java, report));
  signal?.throwIfAborted();
  const start = { dataDir, logsDir, settings, java, jars, signal };
  report(`kafka     starting Apache Kafka ${jars.version} on Java ${java.version} ...`);
  await formatKafka(start);
  signal?.throwIfAborted();
  const server = await spawnKafka(start);
  state.kafka = { process: server, port };
  await save();
  const tookMs = await kafkaReady(server, start);
  report(`kafka     ready on 127.0.0.1:${port} (${(tookMs / 1000).toFixed(1)} s)`);
  return true;
}

/** A process that was killed a moment ago is still there: only one that answers counts. */
async function stillRuns(known: KafkaProcess, start: Parameters<typeof kafkaReady>[1]): Promise<boolean> {
  try {
    await kafkaReady(known, start);
    return true;
  } catch (error) {
    if (isAlive(known)) throw error;
    return false;
  }
}
