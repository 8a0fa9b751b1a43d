import { AdmitWebhook } from './handlers/admit-webhook.js';
import { HearFeeds } from './handlers/hear-feeds.js';
import { KeepFeeds } from './handlers/keep-feeds.js';
import { KnownFeeds } from './handlers/known-feeds.js';
import { MeasureFeeds } from './handlers/measure-feeds.js';
import { PollFeeds } from './handlers/poll-feeds.js';
import { TakeScans } from './handlers/take-scans.js';
import { WatchDrops } from './handlers/watch-drops.js';
import { CarrierWebhookController } from './http/carrier-webhook.controller.js';
import { FeedsController } from './http/feeds.controller.js';

/** How carriers tell of scans by themselves (T-9). */
export const feedParts = {
  controllers: [CarrierWebhookController, FeedsController],
  providers: [AdmitWebhook, HearFeeds, KeepFeeds, KnownFeeds, MeasureFeeds, PollFeeds, TakeScans, WatchDrops],
};
