import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { lastLines, runCommand } from '../run-command.js';
import { identify, isAlive, terminate } from '../running-process.js';
import type { RunningProcess } from '../running-process.js';
import { spawnServer, untilReady } from '../spawn-server.js';
import { reasonOf, StackProblem } from '../stack-problem.js';
import type { PostgresBinaries } from './places.js';
import type { SystemUser } from './system-user.js';

export interface PostgresStart {
  binaries: PostgresBinaries;
  cluster: string;
  logsDir: string;
  port: number;
  password: string;
  as: SystemUser | undefined;
  signal?: AbortSignal;
}

export const superuser = 'postgres';

const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '300',
  shared_buffers: '128MB',
  max_prepared_transactions: '0',
  // What the promise of exactly one effect rests on.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_level: 'replica',
  max_wal_senders: '2',
  max_wal_size: '2GB',
  min_wal_size: '160MB',
  checkpoint_timeout: '15min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
};

/** Makes a new cluster when there is none; a crash in between leaves a draft that the next start throws away. */
export async function initPostgres({ binaries, cluster, password, as }: PostgresStart): Promise<void> {
  if (await exists(join(cluster, 'PG_VERSION'))) return;
  const draft = `${cluster}.draft`;
  const passwordFile = `${cluster}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (as !== undefined) await Promise.all([draft, passwordFile].map((path) => chown(path, as.uid, as.gid)));
  const { code, output } = await runCommand(
    binaries.initdb,
    [
      `--pgdata=${draft}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same order of texts on every machine, whatever its C library.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    { ...as, cwd: dirname(cluster), env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } },
  );
  await rm(passwordFile, { force: true });
  if (code !== 0)
    throw new StackProblem(`PostgreSQL could not make its data folder ${draft}:\n${lastLines(output, 4)}`);
  await rm(cluster, { recursive: true, force: true });
  await rename(draft, cluster);
}

async function spawnPostgres(start: PostgresStart): Promise<RunningProcess> {
  const { binaries, cluster, logsDir, port, as } = start;
  await assertSameMajor(cluster, binaries);
  await clearPidFile(cluster);
  const args = [
    '-D',
    cluster,
    ...Object.entries({ ...settings, port: String(port) }).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
  ];
  return spawnServer({
    name: 'PostgreSQL',
    program: binaries.postgres,
    args,
    outputFile: join(logsDir, 'postgres.log'),
    cwd: dirname(cluster),
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    ...as,
  });
}

/** Starts it and waits until the superuser can sign in; `spawned` hears of each process at once. */
export async function startPostgres(
  start: PostgresStart,
  spawned: (server: RunningProcess) => Promise<void>,
): Promise<{ server: RunningProcess; tookMs: number }> {
  for (let tries = 1; ; tries += 1) {
    const server = await spawnPostgres(start);
    await spawned(server);
    const sign: SignIn = { refused: '' };
    const tookMs = await untilReady(server, () => signIn(start, sign), 120_000, start.signal);
    if (tookMs !== undefined) return { server, tookMs };
    const said = await readFile(join(start.logsDir, 'postgres.log'), 'utf8').catch(() => '');
    const childrenOfTheDead = said.includes('pre-existing shared memory block');
    if (!childrenOfTheDead || tries === 10) throw notReady(server, start, sign, said);
    await sleep(500);
  }
}

/** Whether this one, found in the state file, answers: one that was killed a moment ago is still there. */
export async function postgresRuns(server: RunningProcess, start: PostgresStart): Promise<boolean> {
  const sign: SignIn = { refused: '' };
  if ((await untilReady(server, () => signIn(start, sign), 60_000, start.signal)) !== undefined) return true;
  if (isAlive(server)) throw notReady(server, start, sign, '');
  return false;
}

interface SignIn {
  refused: string;
}

async function signIn({ port, password, cluster }: PostgresStart, sign: SignIn): Promise<boolean> {
  const client = new pg.Client({
    connectionString: superuserUrl(port, password),
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Our own cluster: nobody but the superuser has business in the databases it came with.
    await client.query('revoke connect, temporary on database postgres, template1 from public');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') throw wrongPassword(cluster);
    sign.refused = reasonOf(error);
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function notReady(server: RunningProcess, start: PostgresStart, sign: SignIn, said: string): StackProblem {
  const what = isAlive(server) ? `did not get ready in 120 s (${sign.refused})` : 'ended while starting';
  return new StackProblem(
    `PostgreSQL ${what}. Its last words:\n${lastLines(said, 4)}\n` +
      `See ${start.logsDir}. If its data cannot be saved: npm run reset`,
  );
}

/** SIGINT is its "fast" way: sessions are cut, data is written. At most 15 s, then SIGKILL. */
export async function stopPostgres(server: RunningProcess): Promise<void> {
  await terminate(server, 'SIGINT', 15_000);
}

export function superuserUrl(port: number, password: string): string {
  return `postgresql://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}

/**
 * PostgreSQL itself sees that postmaster.pid is left over from a kill -9, and that children of the dead still have its
 * memory. Two cases it cannot know: the number belongs to somebody else's process by now, which it would take for a
 * running server, and the server runs although our state file is lost.
 */
async function clearPidFile(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(path, 'utf8').catch(() => '')).split('\n')[0]);
  const running = pid > 0 ? identify(pid) : undefined;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (running === undefined || command === undefined) return;
  if (command.includes(cluster)) return terminate(running, 'SIGINT', 15_000);
  // The children of a dead server end by themselves within moments.
  await sleep(2_000);
  await rm(path, { force: true });
}

async function assertSameMajor(cluster: string, binaries: PostgresBinaries): Promise<void> {
  const made = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  if (binaries.version.split('.')[0] === made) return;
  throw new StackProblem(
    `${cluster} was made by PostgreSQL ${made}, and this is ${binaries.version}, which cannot read it. ` +
      `Dump it with PostgreSQL ${made} and load it again, or start over: npm run reset`,
  );
}

function wrongPassword(cluster: string): StackProblem {
  return new StackProblem(
    `PostgreSQL does not take the password in secrets.json: it is not the one that ${cluster} was made with. ` +
      'Restore secrets.json, or start over: npm run reset',
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
