import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../user-error.js';

/** What must be remembered of a namespace to serve it again. */
export interface KnownNamespace {
  /** Its clock stands still and is moved by hand: a replay's. */
  readonly simulated: boolean;
  /** Its servers are set up, and what was to be put into it is there. */
  readonly complete: boolean;
  /** Who is filling it, while it is not complete. */
  readonly pid?: number;
}

/** The namespaces that this data directory has seen, by name. */
export async function knownNamespaces(dataDir: string): Promise<Readonly<Record<string, KnownNamespace>>> {
  const text = await readFile(fileOf(dataDir), 'utf8').catch(() => '{}');
  try {
    return JSON.parse(text) as Record<string, KnownNamespace>;
  } catch {
    return {};
  }
}

export async function rememberNamespace(dataDir: string, name: string, known: KnownNamespace): Promise<void> {
  await change(dataDir, (all) => ({ ...all, [name]: known }));
}

/**
 * Makes the namespace one that is served with the clock on the wall, if it is not there yet.
 * @throws UserError when its clock stands still, as a replay's does
 */
export async function liveNamespace(dataDir: string, name: string): Promise<void> {
  const known = name === '' ? undefined : (await knownNamespaces(dataDir))[name];
  if (known?.simulated)
    throw new UserError(
      `The clock of the namespace "${name}" stands still since its replay: choose another name.`,
    );
  if (name !== '' && !known) await rememberNamespace(dataDir, name, { simulated: false, complete: true });
}

export async function forgetNamespace(dataDir: string, name: string): Promise<void> {
  await change(dataDir, (all) => Object.fromEntries(Object.entries(all).filter(([known]) => known !== name)));
}

type All = Readonly<Record<string, KnownNamespace>>;

async function change(dataDir: string, to: (all: All) => All): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const draft = `${fileOf(dataDir)}.${process.pid}`;
  await writeFile(draft, JSON.stringify(to(await knownNamespaces(dataDir)), undefined, 2));
  await rename(draft, fileOf(dataDir));
}

function fileOf(dataDir: string): string {
  return join(dataDir, 'namespaces.json');
}
