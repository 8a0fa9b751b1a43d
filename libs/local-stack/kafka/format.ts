import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLines, runCommand } from '../run-command.js';
import { StackProblem } from '../stack-problem.js';
import { argumentFile, jvm } from './jvm.js';
import { neverRemoved } from './scram-users.js';
import { kafkaAdminUser, serverProperties } from './server-config.js';
import type { KafkaStart } from './server.js';

/** Formats the storage when it is new. A crash in between leaves a draft that the next start throws away. */
export async function formatKafka({ dataDir, settings, java, jars }: KafkaStart): Promise<void> {
  const home = join(dataDir, 'kafka');
  await mkdir(home, { recursive: true });
  if (existsSync(join(home, 'data', 'meta.properties'))) return;
  const draft = join(home, 'data.draft');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft);
  const config = join(home, 'format.properties');
  await writeFile(config, serverProperties({ ...settings, dataFolder: draft }), { mode: 0o600 });
  const args = [
    ...jvm,
    '-cp',
    jars.classPath.join(':'),
    'kafka.tools.StorageTool',
    'format',
    `--cluster-id=${clusterId()}`,
    `--config=${config}`,
    ...addUser(neverRemoved, randomBytes(32).toString('base64url')),
    ...addUser(kafkaAdminUser, settings.adminPassword),
  ];
  const argsFile = await argumentFile(home, 'format', args);
  const { code, output } = await runCommand(java.path, [`@${argsFile}`], { cwd: home });
  await Promise.all([rm(argsFile, { force: true }), rm(config, { force: true })]);
  if (code !== 0)
    throw new StackProblem(`Kafka could not format its storage in ${draft}:\n${lastLines(output, 4)}`);
  await rm(join(home, 'data'), { recursive: true, force: true });
  await rename(draft, join(home, 'data'));
}

function addUser(name: string, password: string): string[] {
  return ['--add-scram', `SCRAM-SHA-256=[name=${name},password=${password}]`];
}

function clusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? clusterId() : id;
}
