import { join } from 'node:path';
import { readJson, writeJson } from './data-file.js';
import type { KafkaProcess } from './kafka/server.js';
import { isAlive } from './running-process.js';
import type { RunningProcess } from './running-process.js';

/** Who wants the servers of a data directory to run: the last one to leave stops them. */
export interface Holder extends RunningProcess {
  id: string;
}

/** `<dataDir>/servers.json`: what runs there now, written while `<dataDir>/servers.lock` is held. */
export interface ServersState {
  kafka?: { process: KafkaProcess; port: number };
  postgres?: { process: RunningProcess; port: number };
  holders: Holder[];
}

export function lockOf(dataDir: string): string {
  return join(dataDir, 'servers.lock');
}

/** What is written there, less all that no longer lives. */
export async function readState(dataDir: string): Promise<ServersState> {
  const value = (await readJson(join(dataDir, 'servers.json'))) as Partial<ServersState> | undefined;
  const { kafka, postgres, holders = [] } = value ?? {};
  return {
    ...(kafka !== undefined && isAlive(kafka.process) ? { kafka } : {}),
    ...(postgres !== undefined && isAlive(postgres.process) ? { postgres } : {}),
    holders: holders.filter(isAlive),
  };
}

export async function writeState(dataDir: string, state: ServersState): Promise<void> {
  await writeJson(join(dataDir, 'servers.json'), state);
}
