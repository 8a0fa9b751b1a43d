// One setup at a time in a clone. Outside of it: `npm ci` empties node_modules, and a build dist.
import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `work` while no other process sets up this clone; a lock whose process is gone is taken over. */
export async function withSetupLock(root, work) {
  const path = lockPath(root);
  let told = false;
  while (!take(path)) {
    const text = read(path);
    if (!isHeld(text)) breakStale(path, text);
    else {
      if (!told)
        process.stderr.write(`waiting for process ${JSON.parse(text).pid}, which sets up this folder ...\n`);
      told = true;
      await sleep(200);
    }
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

export function lockPath(root) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(tmpdir(), `makegood-setup-${userInfo().uid}-${name}.lock`);
}

// Written whole under another name first, then linked: nobody sees a lock without its holder.
function take(path) {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

// Two may find the same stale lock: who moved away a fresh one instead puts it back.
function breakStale(path, seen) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== seen) linkSync(aside, path);
  } catch {
    // Somebody else was faster.
  } finally {
    rmSync(aside, { force: true });
  }
}

function isHeld(text) {
  try {
    const { pid, started } = JSON.parse(text);
    process.kill(pid, 0);
    return startOf(pid) === started;
  } catch {
    return false;
  }
}

// A number is soon another process's: on Linux the time of its start tells them apart.
function startOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' ? null : fields[0] === 'Z' ? 'ended' : fields[19];
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
