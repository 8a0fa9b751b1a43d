import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../user-error.js';
import type { ServiceName } from './service-names.js';

/** What runs on a data directory, for other commands to find it. */
export interface StackState {
  readonly pid: number;
  readonly namespace: string;
  readonly phase: 'starting' | 'ready';
  /** The door, `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Where each service listens; complete once ready. */
  readonly services: Partial<Record<ServiceName, string>>;
}

const fileOf = (dataDir: string): string => join(dataDir, 'running.json');

/** The stack that runs on this data directory, if one does; what a dead process left behind is not one. */
export async function runningStack(dataDir: string): Promise<StackState | undefined> {
  const text = await readFile(fileOf(dataDir), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const state = JSON.parse(text) as StackState;
    return isAlive(state.pid) ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the data directory for this process. @throws UserError when another has it, saying where that one listens */
export async function claimDataDir(dataDir: string, state: StackState): Promise<void> {
  const running = await runningStack(dataDir);
  if (running) throw new UserError(alreadyRunning(running));
  await mkdir(dataDir, { recursive: true });
  await rm(fileOf(dataDir), { force: true });
  try {
    await writeFile(fileOf(dataDir), JSON.stringify(state), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UserError('Another start on this data directory is under way: wait for its line "ready".');
  }
}

export async function writeState(dataDir: string, state: StackState): Promise<void> {
  const draft = `${fileOf(dataDir)}.${process.pid}`;
  await writeFile(draft, JSON.stringify(state));
  await rename(draft, fileOf(dataDir));
}

export async function releaseDataDir(dataDir: string): Promise<void> {
  await rm(fileOf(dataDir), { force: true });
}

export function alreadyRunning(state: StackState): string {
  const where = state.phase === 'ready' ? `at ${state.url}` : `and is starting (it will be at ${state.url})`;
  return `Makegood already runs on this data directory, ${where} (process ${state.pid}).
Use it, or stop it with Ctrl-C in its window (or: kill ${state.pid}). For a second one set MAKEGOOD_DATA_DIR and MAKEGOOD_PORT.`;
}

/** Whether that process lives, and is a command of ours. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return isOurs(pid);
}

// Numbers of processes are used again: after a crash of the machine another program may have this one.
function isOurs(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('apps/cli/');
  } catch {
    return true;
  }
}
