import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Says that a folder is ours to delete. */
export const dataMark = 'makegood-data';

export async function makeDataDir(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  if (await isDataDir(dataDir)) return;
  await writeFile(
    join(dataDir, dataMark),
    'A data directory of Makegood. npm run reset deletes all that is in it.\n',
  );
}

export function isDataDir(dataDir: string): Promise<boolean> {
  return access(join(dataDir, dataMark)).then(
    () => true,
    () => false,
  );
}
