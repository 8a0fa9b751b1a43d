import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, thisProcess } from './running-process.js';
import type { RunningProcess } from './running-process.js';

/**
 * Runs `work` while no other process holds this file. A lock whose process has died is taken over.
 * `onWait` is called once, with the holder's process id, when somebody else has it.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  onWait?: (holderPid: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  let told = false;
  while (!(await take(path))) {
    signal?.throwIfAborted();
    const text = await readFile(path, 'utf8').catch(() => '');
    const holder = parseHolder(text);
    if (holder === undefined || !isAlive(holder)) await breakStale(path, text);
    else {
      if (!told) onWait?.(holder.pid);
      told = true;
      await sleep(100);
    }
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** Written whole under another name first, then linked: a reader never sees a lock without its holder. */
async function take(path: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(thisProcess()), { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Two may find the same stale lock: who moved away a fresh one instead puts it back. */
async function breakStale(path: string, seen: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8').catch(() => '')) !== seen)
    await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function parseHolder(text: string): RunningProcess | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'pid' in value && 'started' in value)
      return { pid: Number(value.pid), started: String(value.started) };
  } catch {
    // Not a lock of ours: treated as stale.
  }
  return undefined;
}
