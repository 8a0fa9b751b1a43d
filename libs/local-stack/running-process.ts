import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process and when it was started: after a reboot, or in a container, its number soon names another one. */
export interface RunningProcess {
  pid: number;
  started: string;
}

export function thisProcess(): RunningProcess {
  return identify(process.pid) ?? { pid: process.pid, started: 'unknown' };
}

/** undefined when no such process lives; a zombie does not. */
export function identify(pid: number): RunningProcess | undefined {
  const started = platform() === 'linux' ? startTimeFromProc(pid) : startTimeFromPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export function isAlive(known: RunningProcess): boolean {
  return identify(known.pid)?.started === known.started;
}

/** Asks with `signal`, waits, and insists with SIGKILL when the time is over. */
export async function terminate(
  known: RunningProcess,
  signal: NodeJS.Signals,
  waitMs: number,
): Promise<void> {
  if (!isAlive(known)) return;
  send(known.pid, signal);
  if (await gone(known, waitMs)) return;
  send(known.pid, 'SIGKILL');
  await gone(known, 5_000);
}

async function gone(known: RunningProcess, waitMs: number): Promise<boolean> {
  for (let waited = 0; waited <= waitMs; waited += 20) {
    if (!isAlive(known)) return true;
    await sleep(20);
  }
  return false;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

function startTimeFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startTimeFromPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const [state = '', ...started] = line.split(/\s+/);
    return line === '' || state.startsWith('Z') ? undefined : started.join(' ');
  } catch {
    return undefined;
  }
}
