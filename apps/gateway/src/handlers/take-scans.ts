import { Injectable } from '@nestjs/common';
import { uuidv5, type TrackingUpdatedReport } from '#contracts';
import { invalidInput } from '#runtime';
import type { CheckedEvent } from '../domain/cloud-events.js';
import { scanKey, scanReport, type ReadScans } from '../domain/feed-drafts.js';
import { HearFeeds } from './hear-feeds.js';
import type { LiveFeed } from './known-feeds.js';
import { PublishReports } from './publish-reports.js';

// Never to be changed: a message that is sent again must make the reports that it made.
const REPORT_IDS = '5b0d6f0e-2c64-5d0c-9a3f-6f7f0b7c1d21';

export interface Taken {
  accepted: number;
  ignored: number;
}

/** The one way in for what carriers tell by themselves: pushed, dropped or asked for. */
@Injectable()
export class TakeScans {
  constructor(
    private readonly publish: PublishReports,
    private readonly hear: HearFeeds,
  ) {}

  /**
   * All scans of a message, or none.
   * @returns once Kafka has all reports
   * @throws ApiError 400 with every fault, 503 while Kafka is away
   */
  async take(feed: LiveFeed, read: ReadScans): Promise<Taken> {
    if ('faults' in read) {
      const [first, ...more] = read.faults;
      this.hear.trouble(feed.feedId, `${first ?? ''}${more.length > 0 ? ` (and ${more.length} more)` : ''}`);
      throw invalidInput(read.faults);
    }
    const { scans, ignored } = read;
    if (scans.length > 0)
      await this.publish.publish(
        feed.publisher,
        scans.map((scan) => reportOf(feed, scan)),
      );
    this.hear.heard(feed.feedId, scans.length);
    return { accepted: scans.length, ignored };
  }
}

function reportOf({ publisher, carrier }: LiveFeed, data: TrackingUpdatedReport): CheckedEvent {
  return {
    id: uuidv5(REPORT_IDS, scanKey(data)),
    type: scanReport.type,
    source: `/publishers/${publisher.name}/carriers/${carrier}`,
    contract: scanReport,
    data,
  };
}
