import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Servers } from '#local-stack';

/** The commands as people run them: the built program, in a process of its own. */
const PROGRAM =
  process.env.MAKEGOOD_TEST_PROGRAM ?? join(process.cwd(), 'dist', 'apps', 'cli', 'src', 'main.js');

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** The servers of this test run, as every integration test gets them. */
export function testServers(): Pick<Servers, 'brokers' | 'kafkaAdmin' | 'databaseUrl'> {
  const given = process.env.MAKEGOOD_TEST_SERVERS;
  if (!given) throw new Error('no servers: run flows with `npm test`');
  return JSON.parse(given) as Pick<Servers, 'brokers' | 'kafkaAdmin' | 'databaseUrl'>;
}

/** An installation of its own on the servers of this run: secrets, logs and state in a folder that goes away. */
export class Installation {
  readonly folder = mkdtempSync(join(tmpdir(), 'makegood-flow-'));
  private readonly env: NodeJS.ProcessEnv;

  constructor(more: NodeJS.ProcessEnv = {}) {
    const { brokers, databaseUrl, kafkaAdmin } = testServers();
    this.env = {
      ...process.env,
      NODE_OPTIONS: '',
      MAKEGOOD_DATA_DIR: join(this.folder, 'data'),
      KAFKA_BROKERS: brokers.join(','),
      DATABASE_URL: databaseUrl,
      ...(kafkaAdmin
        ? { KAFKA_ADMIN_USERNAME: kafkaAdmin.username, KAFKA_ADMIN_PASSWORD: kafkaAdmin.password }
        : {}),
      ...more,
    };
  }

  /** A file in the installation's folder. */
  file(name: string): string {
    return join(this.folder, name);
  }

  /** Runs one command to its end. */
  async run(...args: string[]): Promise<Ran> {
    const { child, output } = this.begin(...args);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code: code ?? -1, ...output };
  }

  /** Starts a command that goes on, such as `start`. */
  begin(...args: string[]): { child: ChildProcess; output: { stdout: string; stderr: string } } {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    return { child, output };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The last line of stdout as JSON, or an error that shows what was said instead. */
export function jsonOf<T>(ran: Ran): T {
  try {
    return JSON.parse(ran.stdout.trim()) as T;
  } catch {
    throw new Error(`no JSON on stdout (code ${ran.code}):\n${ran.stdout}\n${ran.stderr}`);
  }
}

/** Waits for the line of `start` that says where the door is. */
export async function ready(output: { stdout: string; stderr: string }): Promise<void> {
  for (let tries = 0; tries < 1800 && !output.stdout.includes('\nready: '); tries += 1) await sleep(100);
  if (!output.stdout.includes('\nready: '))
    throw new Error(`never ready:\n${output.stdout}\n${output.stderr}`);
}
