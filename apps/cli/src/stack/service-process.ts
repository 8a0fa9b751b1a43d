import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error.js';
import type { ServiceName } from './service-names.js';

export type StartedWhen = 'ready' | 'live';

export interface ServiceProcessSpec {
  readonly name: ServiceName;
  readonly nodeArguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Where it listens once it is ready. */
  readonly url: string;
  /** When it counts as started: when it takes work, or as soon as it answers, to be mended. */
  readonly startedWhen?: StartedWhen;
  /** One line for the user, when it stopped by itself and is started again. */
  readonly report: (line: string) => void;
}

const READY_WITHIN = 90_000;
const READY_POLL = 120;
const STOP_WITHIN = 10_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
const CALM = 60_000;
const LARGEST_LOG = 10_000_000;

/** One service as a process of its own: started again when it falls, stopped cleanly when told. */
export class ServiceProcess {
  private child: ChildProcess | undefined;
  private stopping = false;
  private wasReady = false;
  private pause = FIRST_PAUSE;
  private startedAt = 0;

  constructor(private readonly spec: ServiceProcessSpec) {}

  /** Starts it and waits until it says that it is ready. @throws UserError with the end of its log when it is not */
  async start(): Promise<void> {
    this.launch();
    const deadline = Date.now() + READY_WITHIN;
    while (!(await answersWell(`${this.spec.url}/health/${this.spec.startedWhen ?? 'ready'}`))) {
      if (this.stopping) throw new UserError(`${this.spec.name} was stopped before it was ready.`);
      if (hasEnded(this.child)) throw new UserError(this.obituary());
      if (Date.now() > deadline) {
        throw new UserError(
          `${this.spec.name} was not ready within ${READY_WITHIN / 1000} s.\n${this.lastWords()}`,
        );
      }
      await sleep(READY_POLL);
    }
    this.wasReady = true;
  }

  /** SIGTERM, and SIGKILL to one that has not gone within ten seconds. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child || hasEnded(child)) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN);
    await gone;
    clearTimeout(patience);
  }

  private launch(): void {
    const { spec } = this;
    this.startedAt = Date.now();
    const log = openLog(spec.logFile);
    const child = spawn(process.execPath, [...spec.nodeArguments], {
      env: spec.environment,
      stdio: ['ignore', log, log, 'ipc'],
      // Its own group: Ctrl-C reaches this program alone, which then stops each in its turn.
      detached: true,
    });
    closeSync(log);
    this.child = child;
    child.on('error', (error) => spec.report(`${spec.name} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => void this.afterExit(code, signal));
  }

  private async afterExit(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    if (this.stopping || !this.wasReady) return;
    this.pause = Date.now() - this.startedAt > CALM ? FIRST_PAUSE : Math.min(this.pause * 2, LONGEST_PAUSE);
    const how = signal ?? `code ${code ?? '?'}`;
    this.spec.report(
      `${this.spec.name} stopped by itself (${how}); starting it again in ${this.pause / 1000} s. Log: ${this.spec.logFile}`,
    );
    await sleep(this.pause, undefined, { ref: false });
    if (!this.stopping) this.launch();
  }

  private obituary(): string {
    return `${this.spec.name} stopped before it was ready.\n${this.lastWords()}`;
  }

  private lastWords(): string {
    return `The end of its log, ${this.spec.logFile}:\n${endOfLog(this.spec.logFile)}`;
  }
}

function hasEnded(child: ChildProcess | undefined): boolean {
  return child !== undefined && (child.exitCode !== null || child.signalCode !== null);
}

async function answersWell(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  // One log before this one is kept: a disk is not filled by a stack that runs for months.
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG) renameSync(file, `${file}.1`);
  return openSync(file, 'a');
}

function endOfLog(file: string): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12);
  return lines.map((line) => `  ${readable(line)}`).join('\n');
}

// Logs are JSON lines for machines; a person wants what they say.
function readable(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [msg, err?.message].filter(Boolean).join(': ') || line;
  } catch {
    return line;
  }
}
