import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson, writeJson } from './data-file.js';
import { withFileLock } from './file-lock.js';

const file = 'secrets.json';

/**
 * The secret of this name in the data directory, made at the first call and the same ever after:
 * 256 random bits in base64url. They live in `<dataDir>/secrets.json`, mode 0600, and are never logged.
 */
export async function stackSecret(dataDir: string, name: string): Promise<string> {
  const [secret] = await stackSecrets(dataDir, [name]);
  return secret as string;
}

/** Several at once, in the order asked. */
export async function stackSecrets(dataDir: string, names: string[]): Promise<string[]> {
  const path = join(dataDir, file);
  const known = await read(path);
  if (names.every((name) => known.has(name))) return names.map((name) => known.get(name) as string);
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  return withFileLock(`${path}.lock`, async () => {
    const secrets = await read(path);
    for (const name of names)
      if (!secrets.has(name)) secrets.set(name, randomBytes(32).toString('base64url'));
    await writeJson(path, Object.fromEntries(secrets));
    return names.map((name) => secrets.get(name) as string);
  });
}

async function read(path: string): Promise<Map<string, string>> {
  const value = await readJson(path);
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return new Map(entries.map(([name, secret]) => [name, String(secret)]));
}
