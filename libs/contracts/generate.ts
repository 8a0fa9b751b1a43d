import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { complaints, freshness, regenerate } from './generate/freshness.js';

// Writes what is derived from the contracts; with --check it only says what is stale, and exits 1.
const root = projectRoot(import.meta.dirname);

if (process.argv.includes('--check')) {
  const found = freshness(root);
  for (const line of complaints(found)) process.stderr.write(`${line}\n`);
  if (complaints(found).length > 0) process.exitCode = 1;
  else process.stdout.write(`${found.fresh} generated files are up to date\n`);
} else {
  const { stale, left, fresh } = regenerate(root);
  process.stdout.write(`${stale.length} files written, ${left.length} removed, ${fresh} unchanged\n`);
}

// The same in the sources and in dist: the first package.json upwards is the project's.
function projectRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (dirname(folder) === folder)
    throw new Error('no package.json above this file: run it inside the project');
  return projectRoot(dirname(folder));
}
