import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureServers } from '#local-stack';
import type { Servers } from '#local-stack';
import { isAlive } from '../../../libs/local-stack/running-process.js';
import type { RunningProcess } from '../../../libs/local-stack/running-process.js';
import { readState } from '../../../libs/local-stack/servers-state.js';

type Server = 'kafka' | 'postgres';

/** A Kafka and a Postgres of this run's own, which it may kill and stop. */
export class OwnServers {
  private readonly held: Servers[] = [];
  private starting: Promise<unknown> = Promise.resolve();
  private stopping = false;

  private constructor(
    private readonly dataDir: string,
    private readonly tell: (line: string) => void,
  ) {}

  static async open(dataDir: string, tell: (line: string) => void): Promise<OwnServers> {
    const own = new OwnServers(dataDir, tell);
    await own.start(tell);
    return own;
  }

  get access(): Servers {
    const [first] = this.held;
    if (!first) throw new Error('the servers are not started');
    return first;
  }

  /** Starts what does not run, on the ports that it had. @throws Error once they are being stopped for good */
  async start(report: (line: string) => void = () => undefined): Promise<void> {
    if (this.stopping) throw new Error('the servers are being stopped');
    // KAFKA_BROKERS and DATABASE_URL are left out on purpose: nobody's servers but our own are killed.
    const { PATH, HOME, JAVA_HOME } = process.env;
    const begun = ensureServers({ dataDir: this.dataDir, env: { PATH, HOME, JAVA_HOME }, report });
    this.starting = begun.catch(() => undefined);
    this.held.push(await begun);
  }

  /** Postgres stops at once (its "immediate" way), Kafka is killed: neither finishes what it is at. */
  async kill(server: Server): Promise<void> {
    const victim = await this.processOf(server);
    process.kill(victim.pid, server === 'postgres' ? 'SIGQUIT' : 'SIGKILL');
    while (isAlive(victim)) await sleep(20);
  }

  /** Stops and continues the server with all its processes. */
  async signal(server: Server, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const { pid } = await this.processOf(server);
    for (const one of [pid, ...childrenOf(pid)]) {
      try {
        process.kill(one, signal);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  }

  /** For good. A fault that an interruption cuts short may be starting one of them: that is waited for. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.starting;
    // One that a fault has stopped would not hear that it is to end.
    for (const server of ['kafka', 'postgres'] as const)
      await this.signal(server, 'SIGCONT').catch(() => undefined);
    for (const servers of this.held) await servers.stop().catch((error: unknown) => this.tell(String(error)));
  }

  private async processOf(server: Server): Promise<RunningProcess> {
    const { [server]: running } = await readState(this.dataDir);
    if (!running) throw new Error(`${server} does not run`);
    return running.process;
  }
}

function childrenOf(parent: number): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([pid, of]) => (of === parent && pid !== undefined ? [pid] : []));
}
