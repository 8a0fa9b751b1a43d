import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '#contracts';
import type { Link } from './link.js';

export interface ReplicaSpec {
  readonly service: Service;
  readonly index: number;
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly postgres: Link;
  readonly kafka: Link;
}

const APPS = join(process.cwd(), 'dist', 'apps');

const SUPERVISED_MS = 500;

/** One process of a service, as it runs in production: supervised, and it can be killed and stopped. */
export class Replica {
  private child: ChildProcess | undefined;
  private paused = false;
  private isWanted = false;

  constructor(readonly spec: ReplicaSpec) {}

  get name(): string {
    return `${this.spec.service}-${this.spec.index}`;
  }

  get url(): string {
    return `http://127.0.0.1:${this.spec.port}`;
  }

  get isAlive(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Alive and not stopped: somebody to send requests to. */
  get takesCalls(): boolean {
    return this.isAlive && !this.paused;
  }

  start(): void {
    this.isWanted = true;
    if (this.isAlive) return;
    const { spec } = this;
    const log = openSync(spec.logFile, 'a');
    this.paused = false;
    this.child = spawn(
      process.execPath,
      [
        '--import',
        join(APPS, 'cli', 'src', 'stack', 'leave-with-parent.js'),
        join(APPS, spec.service, 'src', 'main.js'),
      ],
      { env: spec.env, stdio: ['ignore', log, log, 'ipc'], detached: true },
    );
    closeSync(log);
    // One that cannot start, for its database is away, is started again: that is what supervisors are for.
    this.child.on('exit', () => {
      if (this.isWanted) setTimeout(() => this.isWanted && this.start(), SUPERVISED_MS);
    });
  }

  /** SIGKILL: nothing is said, nothing is finished. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.paused) this.resume();
    await this.end('SIGTERM');
  }

  pause(): void {
    if (this.child?.kill('SIGSTOP')) this.paused = true;
  }

  resume(): void {
    this.child?.kill('SIGCONT');
    this.paused = false;
  }

  /** What it says of its readiness: undefined when nobody answers. */
  async health(): Promise<{ ready: boolean; said: string } | undefined> {
    try {
      const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(4_000) });
      return { ready: answer.ok, said: await answer.text() };
    } catch {
      return undefined;
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.isWanted = false;
    const { child } = this;
    if (!child || !this.isAlive) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    const patience = setTimeout(() => child.kill('SIGKILL'), 12_000);
    await gone;
    clearTimeout(patience);
  }
}
