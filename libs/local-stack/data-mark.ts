import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StackProblem } from './stack-problem.js';

/** Says that a folder is ours to delete. */
export const dataMark = 'makegood-data';

/** What may be in a folder before it has the mark: the commands' files, and those of stacks older than the mark. */
const ours =
  /^(secrets|namespaces\.json|running\.json|compiled|logs|kafka|postgres|(ports|servers|secrets)\.)/;

/**
 * Makes a folder a data directory.
 * @throws StackProblem when it holds something else, which a reset would delete
 */
export async function makeDataDir(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const names = await readdir(dataDir);
  if (names.includes(dataMark)) return;
  const others = await Promise.all(
    names
      .filter((name) => !ours.test(name))
      .map(async (name) => ((await isDataDir(join(dataDir, name))) ? [] : [name])),
  );
  const foreign = others.flat();
  if (foreign.length > 0)
    throw new StackProblem(
      `${dataDir} holds other things (${foreign.slice(0, 3).join(', ')}): give Makegood a folder of its own, ` +
        'an empty or a new one, in MAKEGOOD_DATA_DIR.',
    );
  await writeFile(
    join(dataDir, dataMark),
    'A data directory of Makegood. npm run reset deletes all that is in it.\n',
  );
}

export async function isDataDir(dataDir: string): Promise<boolean> {
  const names = await readdir(dataDir).catch((): string[] => []);
  return names.includes(dataMark) || names.includes('ports.json');
}
