import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { toIso, type Instant } from '#contracts';
import { Acting, Allow, Gives, Needs, Takes, type Actor } from '#runtime';
import type { FeedRequest } from '../domain/feed.js';
import { KeepFeeds, webhookPath, type ListedFeed, type ShownSecret } from '../handlers/keep-feeds.js';
import * as docs from './feed-schemas.js';

const isoOrNull = (instant: Instant | null): string | null => (instant === null ? null : toIso(instant));

const shown = ({ feed, standing, secrets }: ListedFeed): object => ({
  carrier: feed.carrier,
  publisher: standing.publisher,
  format: feed.format,
  calls: feed.calls,
  timeZone: feed.timeZone,
  webhook: webhookPath(feed.carrier),
  poll:
    feed.pollUrl === null
      ? null
      : {
          url: feed.pollUrl,
          everySeconds: feed.pollEverySeconds,
          nextAt: toIso(standing.pollNextAt),
          failures: standing.pollFailures,
        },
  secrets: secrets.map(({ addedAt, expiresAt }) => ({
    addedAt: toIso(addedAt),
    expiresAt: isoOrNull(expiresAt),
  })),
  lastHeardAt: isoOrNull(standing.heardAt),
  silentSeconds: Math.round(standing.silentSeconds),
  lastContactAt: isoOrNull(standing.contactAt),
  scans: standing.scans,
  trouble: standing.trouble,
  troubleAt: isoOrNull(standing.troubleAt),
  addedAt: toIso(feed.addedAt),
});

@Controller('feeds')
@Allow('operator')
export class FeedsController {
  constructor(private readonly feeds: KeepFeeds) {}

  @Post()
  @Needs('publishers:write')
  @ApiOperation({ summary: 'Add the feed of a carrier; its secret is shown this once' })
  @Takes(docs.feedAsked)
  @Gives(docs.feedSecret, 201)
  add(
    @Body() request: { [K in keyof FeedRequest]?: unknown } | undefined,
    @Acting() operator: Actor,
  ): Promise<ShownSecret> {
    return this.feeds.add(operator, request ?? {});
  }

  @Get()
  @Needs('publishers:read')
  @ApiOperation({ summary: 'Every feed, with when it was last heard (T-9)' })
  @Gives(docs.feeds)
  async list(@Acting() operator: Actor): Promise<{ feeds: object[] }> {
    return { feeds: (await this.feeds.list(operator)).map(shown) };
  }

  @Post(':carrier/rotate')
  @HttpCode(200)
  @Needs('publishers:write')
  @ApiOperation({ summary: 'A new secret; the old one counts for keepHours more (24 unless told)' })
  @Takes(docs.feedRotation)
  @Gives(docs.feedSecret)
  rotate(
    @Param('carrier') carrier: string,
    @Body() request: { secret?: unknown; keepHours?: unknown } | undefined,
    @Acting() operator: Actor,
  ): Promise<ShownSecret> {
    return this.feeds.rotate(operator, carrier, request ?? {});
  }

  @Delete(':carrier')
  @Needs('publishers:write')
  @ApiOperation({ summary: 'Remove a feed: nothing is taken from it any more' })
  @Gives(docs.feedRemoved)
  remove(@Param('carrier') carrier: string, @Acting() operator: Actor): Promise<object> {
    return this.feeds.remove(operator, carrier);
  }
}
