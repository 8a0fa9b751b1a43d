import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Gives, Public, Takes } from '#runtime';
import { readFeed } from '../domain/feed-scans.js';
import { TakeScans, type Taken } from '../handlers/take-scans.js';
import * as docs from './feed-schemas.js';
import { feedOf } from './webhook-bodies.js';

/** Who pushes is known by the signature: see webhook-bodies.ts. */
@Controller('carriers/:carrier/webhook')
@Public()
export class CarrierWebhookController {
  constructor(private readonly takeScans: TakeScans) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Scans that a carrier pushes, signed as Standard Webhooks say; 202 once Kafka has all',
    description: 'AfterShip and EasyPost sign in their own ways: docs/carrier-feeds.md. At most 2 MB.',
  })
  @ApiParam({ name: 'carrier', description: 'Our code of the carrier', example: 'UPS', type: String })
  @ApiHeader({ name: 'webhook-id', required: false, description: 'Standard Webhooks: id of the message' })
  @ApiHeader({
    name: 'webhook-timestamp',
    required: false,
    description: 'Standard Webhooks: Unix seconds, right to 5 minutes',
  })
  @ApiHeader({
    name: 'webhook-signature',
    required: false,
    description: 'Standard Webhooks: v1,<base64>; several separated by spaces',
  })
  @Takes(docs.pushed)
  @ApiUnauthorizedResponse({
    description:
      'No feed of that carrier, or no signature of its secret that is right and of now; nothing was taken.',
  })
  @Gives(docs.taken, 202, 'How many scans were taken, and how many parts were not ours.')
  push(@Req() request: FastifyRequest, @Body() body: unknown): Promise<Taken> {
    const feed = feedOf(request);
    return this.takeScans.take(feed, readFeed(body, feed));
  }
}
