import { topicOf, type Service, type TopicName } from '#contracts';
import type { Logger } from '../logger.js';
import type { MessagingSettings } from '../settings.js';
import type { Flush, Flushed } from './flush.js';

const PATIENCE_MS = 5_000;
const ALARM_AFTER_MS = 60_000;

/** Who must have caught up before a sweep. */
export interface BarrierOptions {
  /** The owners that it decides from, each after those that it hears. */
  barrier: readonly Service[];
  /**
   * What the owners have not read of this service's own topic need not be waited for: say so only where nothing that
   * they answer to its facts can change what is still open.
   */
  ownFactsMayWait?: boolean;
}

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
  async passes({ barrier, ownFactsMayWait = false }: BarrierOptions): Promise<boolean> {
    const apartFrom = ownFactsMayWait ? topicOf(this.settings.service) : undefined;
    const blocker = await this.blockedBy(barrier, apartFrom);
    this.note(blocker);
    return blocker === undefined;
  }

  /**
   * All are asked at once, since mostly none has to read what another said meanwhile. Who has to is asked again, in
   * the order of the owners: then it is as if they had been asked one after the other.
   */
  private async blockedBy(owners: readonly Service[], apartFrom?: TopicName): Promise<Service | undefined> {
    const answers = await Promise.all(owners.map((owner) => this.ask(owner, apartFrom)));
    const silent = owners.find((_, at) => answers[at] === undefined);
    if (silent) return silent;
    for (const [at, owner] of owners.entries()) {
      if (at === 0 || (await this.hasReadAll(answers[at], owners.slice(0, at)))) continue;
      if (!(await this.ask(owner, apartFrom))) return owner;
    }
    const caughtUp = await this.flush.caughtUp(this.heardTopics(), Date.now() + PATIENCE_MS);
    return caughtUp ? undefined : this.settings.service;
  }

  private async hasReadAll(answer: Flushed | undefined, owners: readonly Service[]): Promise<boolean> {
    return answer?.read !== undefined && this.flush.holdsAllOf(owners.map(topicOf), answer.read);
  }

  /** @returns undefined when it is away, or has not caught up in time. */
  private async ask(owner: Service, apartFrom?: TopicName): Promise<Flushed | undefined> {
    try {
      const answer = (await this.settings.ask(
        owner,
        '/internal/flush',
        { patienceMs: PATIENCE_MS, apartFrom },
        PATIENCE_MS + 2_000,
      )) as Flushed;
      return answer.flushed ? answer : undefined;
    } catch {
      return undefined;
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
