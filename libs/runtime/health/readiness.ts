/** Answers `undefined` when ready, else the reason in words an operator can act on. */
export type ReadinessCheck = () => Promise<string | undefined> | string | undefined;

const PATIENCE_MS = 3_000;

/** What must be well before this process takes work. Libraries and services add their checks at start. */
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>();
  private stopping = false;

  add(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  /** From now on not ready: load balancers stop sending before the listener closes. */
  stop(): void {
    this.stopping = true;
  }

  get names(): string[] {
    return ['process', ...this.checks.keys()];
  }

  /** The reason why `name` is not ready; a check that throws or does not answer within 3 s is not ready. */
  async reason(name: string): Promise<string | undefined> {
    if (name === 'process') return this.stopping ? 'shutting down' : undefined;
    const check = this.checks.get(name);
    if (check === undefined) return `no check named ${name}`;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`no answer within ${PATIENCE_MS} ms`), PATIENCE_MS);
    });
    try {
      return await Promise.race([check(), late]);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      clearTimeout(timer);
    }
  }
}
