import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** The project's own folder. */
export const root = join(import.meta.dirname, '..', '..');

export function textOf(...path: string[]): string {
  return readFileSync(join(root, ...path), 'utf8');
}

/** Every document of a YAML file, merge keys resolved. @throws Error with all faults of its syntax */
export function documentsOf(...path: string[]): unknown[] {
  return parseAllDocuments(textOf(...path), { merge: true }).map((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join('\n'));
    return document.toJS() as unknown;
  });
}
