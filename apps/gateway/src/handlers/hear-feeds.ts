import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Databases } from '#messaging';
import { DATABASES } from '#runtime';
import { saveHeard, type Heard } from '../store/feed-hearing.js';

const WRITE_MS = 2_000;
const TROUBLE_MOST = 1_000;

interface Noted {
  heardAt?: number;
  contactAt?: number;
  scans: number;
  trouble?: string;
  troubleAt?: number;
}

/** When each feed was last heard (T-9). Kept here and written together every two seconds: no request waits for it. */
@Injectable()
export class HearFeeds implements OnApplicationShutdown {
  private readonly log = new Logger('feeds');
  private readonly timer: NodeJS.Timeout;
  private noted = new Map<string, Noted>();
  private writing: Promise<void> = Promise.resolve();

  constructor(@Inject(DATABASES) private readonly databases: Databases) {
    this.timer = setInterval(() => void this.write(), WRITE_MS).unref();
  }

  /** The other side spoke to us, and told of so many scans. */
  heard(feedId: string, scans: number): void {
    const noted = this.of(feedId);
    noted.contactAt = Date.now();
    noted.scans += scans;
    if (scans > 0) noted.heardAt = noted.contactAt;
  }

  /** What was wrong with what a feed sent, or why it could not be asked. */
  trouble(feedId: string, why: string): void {
    const noted = this.of(feedId);
    noted.trouble = why.replaceAll('\u0000', '').toWellFormed().slice(0, TROUBLE_MOST);
    noted.troubleAt = Date.now();
  }

  /** Writes down what was heard up to now. */
  write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeNow());
    return this.writing;
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  private of(feedId: string): Noted {
    let noted = this.noted.get(feedId);
    if (noted === undefined) this.noted.set(feedId, (noted = { scans: 0 }));
    return noted;
  }

  private async writeNow(): Promise<void> {
    if (this.noted.size === 0) return;
    const noted = this.noted;
    this.noted = new Map();
    const now = Date.now();
    const ago = (at: number | undefined): number | undefined => (at === undefined ? undefined : now - at);
    const heard = [...noted].map(([feedId, one]): Heard => ({
      feedId,
      heardMsAgo: ago(one.heardAt),
      contactMsAgo: ago(one.contactAt),
      scans: one.scans,
      trouble: one.trouble,
      troubleMsAgo: ago(one.troubleAt),
    }));
    try {
      await this.databases.api.transaction((tx) => saveHeard(tx, heard));
    } catch (error) {
      this.log.warn(`when feeds were heard is not written down yet: ${String(error)}`);
      for (const [feedId, one] of noted) this.putBack(feedId, one);
    }
  }

  /** What has been heard since is newer. */
  private putBack(feedId: string, before: Noted): void {
    const since = this.noted.get(feedId);
    this.noted.set(feedId, { ...before, ...since, scans: before.scans + (since?.scans ?? 0) });
  }
}
