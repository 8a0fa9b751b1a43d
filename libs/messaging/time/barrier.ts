import { topicOf, type Service, type TopicName } from '#contracts';
import type { Logger } from '../logger.js';
import type { MessagingSettings } from '../settings.js';
import { pick, reaches, type Flush, type Flushed, type FlushOptions, type Offsets } from './flush.js';

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
    let ends = await this.flush.ends();
    const answers = await Promise.all(owners.map((owner) => this.ask(owner, { apartFrom, upTo: ends })));
    const silent = owners.find((_, at) => answers[at] === undefined);
    if (silent) return silent;
    ends = await this.flush.ends();
    for (const [at, owner] of owners.entries()) {
      if (at === 0 || hasReadAll(answers[at], owners.slice(0, at), ends)) continue;
      if (!(await this.ask(owner, { apartFrom, upTo: ends }))) return owner;
      ends = await this.flush.ends();
    }
    return (await this.flush.caughtUp(ends, Date.now() + PATIENCE_MS)) ? undefined : this.settings.service;
  }

  /** @returns undefined when it is away, or has not caught up in time. */
  private async ask(owner: Service, options: FlushOptions): Promise<Flushed | undefined> {
    try {
      const answer = (await this.settings.ask(
        owner,
        '/internal/flush',
        { patienceMs: PATIENCE_MS, ...options },
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

/** Whether an owner had read, of the topics that it hears, all that these say. What we do not hear, we cannot tell. */
function hasReadAll(answer: Flushed | undefined, owners: readonly Service[], ends: Offsets): boolean {
  const { read } = answer ?? {};
  if (!read) return false;
  const topics = owners.map(topicOf).filter((topic) => read[topic] !== undefined);
  return topics.every((topic) => ends[topic] !== undefined) && reaches(read, pick(ends, topics));
}
