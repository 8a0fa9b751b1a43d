import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { StackProblem } from './stack-problem.js';

/** Reads a small JSON file; undefined when there is none. */
export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new StackProblem(
      `${path} is damaged. Restore it, or start over with an empty data directory: npm run reset`,
    );
  }
}

/** Written whole or not at all, readable by its owner only. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
