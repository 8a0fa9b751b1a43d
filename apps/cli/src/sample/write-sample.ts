import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSample } from './generate.js';

/** Writes the two files of the bundled sample into the directory. */
export async function writeSample(directory: string): Promise<void> {
  const { orders, events } = generateSample();
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'orders.csv'), orders);
  await writeFile(join(directory, 'events.jsonl'), events);
}
