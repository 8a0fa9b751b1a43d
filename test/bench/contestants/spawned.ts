import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Answer, Order } from './contestant.js';

/** For loading its modules, joining its group, coming to rest. */
const PATIENCE_MS = 120_000;
const ENTRY = new URL('./process.js', import.meta.url);

/** A contestant in a process of its own, so that neither heap nor compiled code is shared. */
export class Spawned {
  private waiting?: { said: Answer['said']; resolve(answer: Answer): void; reject(error: Error): void };
  private fault?: Error;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {
    child.on('message', (answer: Answer) => this.hear(answer));
    child.on('exit', (code, signal) => this.fail(new Error(`${name} ended with ${signal ?? code}`)));
  }

  /**
   * @param setup what its module's `open` gets, as JSON: mostly the place.
   * @param profile folder for a CPU profile of the process, written as it ends.
   * @param deployed what a service is deployed with, where it matters.
   */
  static async open(
    name: string,
    module: URL,
    setup: object,
    profile?: string,
    deployed?: { nodeArguments: readonly string[]; environment: NodeJS.ProcessEnv },
  ): Promise<Spawned> {
    const flags = profile
      ? ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${name}.cpuprofile`]
      : [];
    const child = fork(ENTRY, {
      execArgv: ['--enable-source-maps', ...(deployed?.nodeArguments ?? []), ...flags],
      env: { ...process.env, ...deployed?.environment },
      // Its standard output must not get into the JSON of the bench.
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    const spawned = new Spawned(name, child);
    await spawned.ask({ act: 'open', module: module.href, setup }, 'opened');
    return spawned;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** @returns when its first records arrived, epoch milliseconds. */
  async start(round: number): Promise<number> {
    const answer = await this.ask({ act: 'start', round }, 'began');
    return answer.said === 'began' ? answer.at : NaN;
  }

  async stop(): Promise<void> {
    await this.ask({ act: 'stop' }, 'stopped');
  }

  /** Throws what went wrong in there meanwhile. */
  check(): void {
    if (this.fault) throw this.fault;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    const insist = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
    this.child.disconnect();
    await ended;
    clearTimeout(insist);
  }

  private async ask(order: Order, said: Answer['said']): Promise<Answer> {
    this.check();
    const late = setTimeout(
      () => this.fail(new Error(`${this.name} did not say "${said}" in ${PATIENCE_MS / 1000} s`)),
      PATIENCE_MS,
    );
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.waiting = { said, resolve, reject };
        this.child.send(order, (error) => error && this.fail(error));
      });
    } finally {
      clearTimeout(late);
    }
  }

  private hear(answer: Answer): void {
    if (answer.said === 'failed') return this.fail(new Error(`${this.name}: ${answer.why}`));
    if (this.waiting?.said === answer.said) this.waiting.resolve(answer);
  }

  private fail(error: Error): void {
    this.fault ??= error;
    this.waiting?.reject(this.fault);
  }
}
