import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ApiError } from '#runtime';
import { isSigned, type SignedMessage } from './feed-signatures.js';
import { KnownFeeds, type LiveFeed } from './known-feeds.js';

/** Checked when there is no such carrier, so that nobody learns from the time which carriers there are. */
const DECOY = `whsec_${randomBytes(32).toString('base64')}`;

/** Who pushes to a carrier's webhook is known by the signature, and by nothing else. */
@Injectable()
export class AdmitWebhook {
  constructor(private readonly feeds: KnownFeeds) {}

  /** @throws ApiError 401 in the same words, whatever is wrong */
  async admit(carrier: string, message: SignedMessage, now: number): Promise<LiveFeed> {
    const feed = await this.feeds.ofCarrier(carrier);
    const signed = isSigned(message, feed?.format ?? 'makegood', feed?.secrets ?? [DECOY], now);
    if (feed === undefined || !signed) throw notAdmitted();
    return feed;
  }
}

export const notAdmitted = (): ApiError =>
  new ApiError(401, [
    {
      code: 'Unauthorized',
      message: 'The webhook is refused',
      details:
        'Check the carrier in the path, that the secret is the one of its feed, that the signature is over the body ' +
        'byte for byte (and over id and timestamp as they are sent), and that the clock is right to 5 minutes',
    },
  ]);
