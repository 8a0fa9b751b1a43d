import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive } from './running-process.js';
import type { RunningProcess } from './running-process.js';
import { StackProblem } from './stack-problem.js';

export interface ServerCommand {
  name: string;
  program: string;
  args: string[];
  /** Takes stdout and stderr; begun anew at each start. */
  outputFile: string;
  cwd: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
}

/**
 * Starts a server in a process group of its own, so that Ctrl-C in the terminal reaches only those who stop it in
 * order, and with its output in a file, so that it can outlive us: who comes next finds it in the state file.
 */
export function spawnServer(command: ServerCommand): RunningProcess {
  const output = openSync(command.outputFile, 'w', 0o600);
  try {
    const child = spawn(command.program, command.args, {
      cwd: command.cwd,
      env: command.env ?? process.env,
      detached: true,
      stdio: ['ignore', output, output],
      ...(command.uid === undefined ? {} : { uid: command.uid, gid: command.gid }),
    });
    child.on('error', () => undefined);
    child.unref();
    const running = child.pid === undefined ? undefined : identify(child.pid);
    if (running === undefined)
      throw new StackProblem(`${command.name} did not start: see ${command.outputFile}`);
    return running;
  } finally {
    closeSync(output);
  }
}

/**
 * Tries until the server answers, and then gives the milliseconds it took; undefined when the process ended or the
 * time is over.
 */
export async function untilReady(
  server: RunningProcess,
  answers: () => Promise<boolean>,
  limitMs: number,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const begin = performance.now();
  while (performance.now() - begin < limitMs) {
    signal?.throwIfAborted();
    if (!isAlive(server)) return undefined;
    if (await answers()) return performance.now() - begin;
    await sleep(40);
  }
  return undefined;
}
