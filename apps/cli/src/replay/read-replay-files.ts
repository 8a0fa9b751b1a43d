import { readFile } from 'node:fs/promises';
import { UserError, messageOf } from '../user-error.js';
import { readEvents } from './read-events.js';
import { FileRefused, readRows } from './read-rows.js';
import type { ValueDefaults } from './read-row.js';
import { NO_SELLER } from './run-replay.js';
import type { BadRow, ShipmentRow, SkippedRow } from './shipment-row.js';

export interface FilesWanted extends ValueDefaults {
  readonly file: string;
  readonly events?: string | undefined;
  readonly strict: boolean;
}

/** What both files hold, and every fault found in them. */
export interface FilesRead {
  readonly rows: readonly ShipmentRow[];
  readonly events: string;
  /** Faults with the name of their file. */
  readonly bad: readonly (BadRow & { file: string })[];
  readonly skipped: readonly SkippedRow[];
  readonly ignoredColumns: readonly string[];
}

/** Reads the rows and the further reports. @throws UserError when a file cannot be read at all */
export async function readReplayFiles(wanted: FilesWanted): Promise<FilesRead> {
  const { file } = wanted;
  const read = rowsIn(file, await textOf(file), wanted);
  const events = wanted.events === undefined ? '' : await textOf(wanted.events);
  const badEvents = readEvents(events, NO_SELLER).bad;
  return {
    ...read,
    events,
    bad: [
      ...read.bad.map((row) => ({ ...row, file })),
      ...badEvents.map((row) => ({ ...row, file: wanted.events ?? '' })),
    ],
  };
}

function rowsIn(file: string, text: string, wanted: FilesWanted): ReturnType<typeof readRows> {
  try {
    return readRows(text, wanted);
  } catch (error) {
    if (error instanceof FileRefused) throw new UserError(`${file} cannot be replayed: ${error.message}.`);
    throw error;
  }
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError(`${file} cannot be read: ${messageOf(error)}`);
  });
}

/** One line per fault, then one for what was skipped and ignored. */
export function faultLines(read: FilesRead, file: string): string[] {
  const bad = read.bad.map((row) => `${row.file} line ${row.line}, column ${row.column}: ${row.reason}`);
  const skipped = read.skipped.map((row) => `${file} line ${row.line}: equal to line ${row.sameAs}, skipped`);
  const ignored =
    read.ignoredColumns.length === 0 ? [] : [`${file}: not read: ${read.ignoredColumns.join(', ')}`];
  return [...ignored, ...skipped, ...bad];
}
