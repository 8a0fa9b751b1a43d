import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dataMark, isDataDir } from './data-mark.js';
import { stopServers } from './ensure-servers.js';
import { withFileLock } from './file-lock.js';
import { removeCluster } from './postgres/places.js';
import { lockOf, readState } from './servers-state.js';
import { StackProblem } from './stack-problem.js';
import { readPorts } from './stack-ports.js';

const lock = 'servers.lock';
const last = ['ports.json', dataMark];

/**
 * Wipes a data directory, and those in it (of tests, of a bench): databases, topics, secrets, logs. Servers that
 * nobody holds any more are stopped first.
 * @returns whether there was anything
 * @throws StackProblem while a stack runs in it, or when the folder is none of ours
 */
export async function reset(dataDir: string): Promise<boolean> {
  const folder = resolve(dataDir);
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return false;
  const inner = await innerDataDirs(folder, names);
  const marked = await isDataDir(folder);
  if (!marked && inner.length < names.length)
    throw new StackProblem(
      `${folder} is not a data directory of Makegood (it has no file ${dataMark}): nothing was deleted. Check MAKEGOOD_DATA_DIR.`,
    );
  for (const one of inner) await assertUnheld(one);
  if (!marked) return wipeInner(inner);
  await withFileLock(lockOf(folder), async () => {
    await assertUnheld(folder);
    await wipeInner(inner);
    await stopServers(await readState(folder));
    await removeCluster(folder, (await readPorts(folder))?.id);
    // The marks go last: a reset that was cut short can be repeated.
    const first = names.filter((name) => name !== lock && !last.includes(name));
    for (const name of [...first, ...last]) await rm(join(folder, name), { recursive: true, force: true });
  });
  return true;
}

async function wipeInner(folders: string[]): Promise<boolean> {
  for (const folder of folders) {
    await reset(folder);
    await rm(folder, { recursive: true, force: true });
  }
  return true;
}

async function innerDataDirs(folder: string, names: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) if (await isDataDir(join(folder, name))) found.push(join(folder, name));
  return found;
}

async function assertUnheld(folder: string): Promise<void> {
  const { holders } = await readState(folder);
  const pids = [...new Set(holders.map(({ pid }) => pid))];
  if (pids.length === 0) return;
  throw new StackProblem(
    `Makegood runs in ${folder} (process ${pids.join(', ')}): nothing was deleted. ` +
      `Stop it with Ctrl-C in its window, or: kill ${pids.join(' ')}`,
  );
}
