import { spawnSync } from 'node:child_process';
import { runCommand } from '../run-command.js';
import { StackProblem } from '../stack-problem.js';

/** Whom PostgreSQL runs as: nobody in particular, unless we are root, which it refuses to be. */
export interface SystemUser {
  uid: number;
  gid: number;
}

const user = 'postgres';

/** undefined when we are not root and it can run as ourselves. */
export async function postgresSystemUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUp();
  if (known !== undefined) return known;
  const { output } = await runCommand('useradd', ['--system', '--user-group', '--no-create-home', user]);
  const made = await lookUp();
  if (made !== undefined) return made;
  throw new StackProblem(
    `PostgreSQL does not run as root, and the user "${user}" could not be created: ${output.trim()}. ` +
      'Create it, or run as another user, or set DATABASE_URL.',
  );
}

/** Whether that user can read (and so reach) this path: a clone under /root, mode 700, cannot be. */
export function canRead(path: string, as: SystemUser | undefined): boolean {
  if (as === undefined) return true;
  return (
    spawnSync('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', path], { ...as, cwd: '/' }).status === 0
  );
}

async function lookUp(): Promise<SystemUser | undefined> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => runCommand('id', [flag, user])));
  if (uid?.code !== 0 || gid?.code !== 0) return undefined;
  return { uid: Number(uid.output.trim()), gid: Number(gid.output.trim()) };
}
