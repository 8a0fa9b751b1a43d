import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles, generatedFolders } from './files.js';

/** How the files under a root compare with what the contracts declare. Paths are from the root. */
export interface Freshness {
  /** Missing, or with other content. */
  readonly stale: readonly string[];
  /** In a generated folder, but generated no more. */
  readonly left: readonly string[];
  readonly fresh: number;
}

/** Compares the generated files under a project's root with the contracts. */
export function freshness(root: string): Freshness {
  const files = generatedFiles();
  const stale = [...files]
    .filter(([file, content]) => read(join(root, file)) !== content)
    .map(([file]) => file);
  const left = generatedFolders.flatMap((folder) => filesIn(root, folder)).filter((file) => !files.has(file));
  return { stale, left, fresh: files.size - stale.length };
}

/** Brings the generated files under a project's root up to date; says what it did. */
export function regenerate(root: string): Freshness {
  const files = generatedFiles();
  const found = freshness(root);
  for (const file of found.stale) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), files.get(file) ?? '');
  }
  for (const file of found.left) rmSync(join(root, file));
  return found;
}

/** What is stale in words, with the command that helps; nothing when all is fresh. */
export function complaints({ stale, left }: Freshness): string[] {
  if (stale.length + left.length === 0) return [];
  return [
    ...stale.map((file) => `${file} is stale: it does not say what libs/contracts declares`),
    ...left.map((file) => `${file} belongs to no contract any more`),
    'Run "npm run generate" and commit what it changes.',
  ];
}

function read(file: string): string | undefined {
  // A checkout on Windows may have turned line ends.
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : undefined;
}

function filesIn(root: string, folder: string): string[] {
  const path = join(root, folder);
  return existsSync(path) ? readdirSync(path).map((name) => `${folder}/${name}`) : [];
}
