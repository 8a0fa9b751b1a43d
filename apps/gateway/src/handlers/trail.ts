import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Databases } from '#messaging';
import { audit, type AuditEntry } from '#postgres';
import { DATABASES } from '#runtime';

const WRITE_MS = 1_000;
const MOST_KEPT = 1_000;

/**
 * Refusals, and what services did for an operator, on their way to the trail: written together once a second, the same
 * ones as one line with their number, so that whoever knocks at the door cannot make us write as often as that. What a
 * crash loses is at most a second of them. What the gateway itself changes is kept by `keepAct`, in its transaction.
 */
@Injectable()
export class Trail implements OnApplicationShutdown {
  private readonly log = new Logger('trail');
  private readonly timer: NodeJS.Timeout;
  private kept = new Map<string, AuditEntry & { times: number }>();

  constructor(@Inject(DATABASES) private readonly databases: Databases) {
    this.timer = setInterval(() => void this.write(), WRITE_MS).unref();
  }

  note(entry: AuditEntry): void {
    const { requestId: _request, ...same } = entry;
    const full = this.kept.size >= MOST_KEPT;
    const key = full ? 'others' : JSON.stringify(same);
    const known = this.kept.get(key);
    if (known !== undefined) known.times += 1;
    else this.kept.set(key, { ...(full ? OTHERS : entry), times: 1 });
  }

  async write(): Promise<void> {
    if (this.kept.size === 0) return;
    const entries = [...this.kept.values()];
    this.kept = new Map();
    try {
      await this.databases.api.transaction(async (tx) => audit(tx, ...entries));
    } catch (error) {
      // Kept in the log at least: what cannot be written must not pile up.
      this.log.warn({ err: error, entries: entries.length }, 'lines of the trail could not be written');
    }
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }
}

const OTHERS: AuditEntry = {
  who: 'nobody',
  action: 'call.refuse',
  subject: 'the door',
  outcome: 'more than a second’s lines hold',
};
