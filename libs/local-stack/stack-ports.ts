import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson, writeJson } from './data-file.js';
import { freePort, isBusy } from './ports.js';

/** `<dataDir>/ports.json`: what stays the same from start to start. */
export interface PortsFile {
  /** Names this stack's folder where its own data directory cannot be reached by PostgreSQL's user. */
  id: string;
  kafkaPort: number;
  controllerPort: number;
  postgresPort: number;
}

export async function readPorts(dataDir: string): Promise<PortsFile | undefined> {
  return (await readJson(join(dataDir, 'ports.json'))) as PortsFile | undefined;
}

/** The ports of last time where they are free, or in use by a server of ours that runs; else others, remembered. */
export async function claimPorts(
  dataDir: string,
  running: { kafka: boolean; postgres: boolean },
): Promise<PortsFile> {
  const known = await readPorts(dataDir);
  const taken = new Set<number>();
  const keep = async (port: number | undefined, usual: number, ours: boolean): Promise<number> => {
    if (port !== undefined && !ours) await untilFree(port);
    let chosen = ours && port !== undefined ? port : await freePort(port ?? usual);
    while (taken.has(chosen)) chosen = await freePort();
    taken.add(chosen);
    return chosen;
  };
  const file: PortsFile = {
    id: known?.id ?? randomUUID(),
    kafkaPort: await keep(known?.kafkaPort, 19_092, running.kafka),
    controllerPort: await keep(known?.controllerPort, 19_093, running.kafka),
    postgresPort: await keep(known?.postgresPort, 15_432, running.postgres),
  };
  await writeJson(join(dataDir, 'ports.json'), file);
  return file;
}

/** A server that was killed a moment ago may still have it, and its clients will look for the next one there. */
async function untilFree(port: number): Promise<void> {
  for (let waited = 0; waited < 3_000 && (await isBusy(port)); waited += 50) await sleep(50);
}
