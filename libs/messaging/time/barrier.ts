import type { Service } from '#contracts';
import type { Logger } from '../logger.js';
import type { MessagingSettings } from '../settings.js';
import type { Flush } from './flush.js';

const PATIENCE_MS = 5_000;
const ALARM_AFTER_MS = 60_000;

/**
 * A sweep must not outrun what waits to be read: after an outage it would pay for parcels whose delivery scans lie
 * unread (messaging-review 4). So first the owners it decides from, in the order given, have read their inputs and
 * said what follows; then this service has read their topics.
 */
export class Barrier {
  private blockedSince?: number;

  constructor(
    private readonly settings: MessagingSettings,
    private readonly flush: Flush,
    private readonly heardTopics: () => readonly string[],
    private readonly log: Logger,
  ) {}

  /** Seconds that a sweep has been held back, 0 when it is not. */
  blockedSeconds(): number {
    return this.blockedSince === undefined ? 0 : (Date.now() - this.blockedSince) / 1000;
  }

  /** True when all that was recorded before this call has been read, here and by the owners named. */
  async passes(owners: readonly Service[]): Promise<boolean> {
    let blocker: string | undefined;
    for (const owner of owners) {
      if (!(await this.ask(owner))) {
        blocker = owner;
        break;
      }
    }
    if (!blocker && !(await this.flush.caughtUp(this.heardTopics(), Date.now() + PATIENCE_MS))) {
      blocker = this.settings.service;
    }
    this.note(blocker);
    return blocker === undefined;
  }

  private async ask(owner: Service): Promise<boolean> {
    try {
      const answer = await this.settings.ask(
        owner,
        '/internal/flush',
        { patienceMs: PATIENCE_MS },
        PATIENCE_MS + 2_000,
      );
      return (answer as { flushed?: unknown }).flushed === true;
    } catch {
      return false;
    }
  }

  private note(blocker: string | undefined): void {
    if (blocker === undefined) {
      this.blockedSince = undefined;
      return;
    }
    this.blockedSince ??= Date.now();
    const seconds = this.blockedSeconds();
    if (seconds * 1000 > ALARM_AFTER_MS)
      this.log.error({ blocker, seconds }, 'a sweep is held back: see the runbook');
  }
}
