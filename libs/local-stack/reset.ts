import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dataMark, isDataDir } from './data-mark.js';
import { stopServers } from './ensure-servers.js';
import { withFileLock } from './file-lock.js';
import { removeCluster } from './postgres/places.js';
import { lockOf, readState } from './servers-state.js';
import { StackProblem } from './stack-problem.js';
import { readPorts } from './stack-ports.js';

/**
 * Wipes a data directory: databases, topics, secrets, logs. Servers that nobody holds any more are stopped first.
 * @returns whether there was anything
 * @throws StackProblem while a stack runs in it, or when the folder is none of ours
 */
export async function reset(dataDir: string): Promise<boolean> {
  const folder = resolve(dataDir);
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return false;
  const ports = await readPorts(folder);
  if (ports === undefined && !(await isDataDir(folder)))
    throw new StackProblem(
      `${folder} is not a data directory of Makegood (it has no file ${dataMark}): nothing was deleted. Check MAKEGOOD_DATA_DIR.`,
    );
  await withFileLock(lockOf(folder), async () => {
    const state = await readState(folder);
    const pids = [...new Set(state.holders.map(({ pid }) => pid))];
    if (pids.length > 0)
      throw new StackProblem(
        `Makegood runs in ${folder} (process ${pids.join(', ')}): nothing was deleted. ` +
          `Stop it with Ctrl-C in its window, or: kill ${pids.join(' ')}`,
      );
    await stopServers(state);
    await removeCluster(folder, ports?.id);
    // The mark goes last: a reset that was cut short can be repeated.
    const marks = ['servers.lock', 'ports.json', dataMark];
    for (const name of names.filter((one) => !marks.includes(one)))
      await rm(join(folder, name), { recursive: true, force: true });
    for (const mark of ['ports.json', dataMark]) await rm(join(folder, mark), { force: true });
  });
  return true;
}
