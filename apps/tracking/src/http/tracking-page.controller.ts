import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiParam, ApiProduces } from '@nestjs/swagger';
import { ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Turns } from '#messaging';
import { Allow } from '#runtime';
import { knownPackage } from '../store/known-packages.js';
import { policyVersions } from '../store/policies.js';
import { languageCodes, languageFor } from './page/languages.js';
import { contentSecurityPolicy } from './page/page-style.js';
import { parcelView } from './page/parcel-view.js';
import type { ParcelView } from './page/parcel-view.js';
import { trackingPage, unknownPage } from './page/tracking-page.js';
import { TrackingLinks } from './tracking-links.js';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentSecurityPolicy,
  // The address is the key to the page: no site that it links to hears it, and no search engine keeps it.
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  vary: 'accept-language',
};

/** Of the door, in place of a page. */
const SENTENCE = { 'text/plain': { schema: { type: 'string' } } };

/** The page that buyers see (T-6): for anybody who has its link. */
@ApiTags('public')
@Allow('anyone')
@Controller('t')
export class TrackingPageController {
  constructor(
    private readonly turns: Turns,
    private readonly links: TrackingLinks,
  ) {}

  @Get(':token')
  @ApiOperation({ summary: 'Where a parcel is, as a page for its buyer; no login (T-1, T-2, T-6).' })
  @ApiParam({ name: 'token', description: 'From customerTrackingLink.' })
  @ApiQuery({ name: 'lang', required: false, enum: languageCodes, description: 'Else by Accept-Language.' })
  @ApiProduces('text/html')
  @ApiOkResponse({ description: 'The page.', schema: { type: 'string' } })
  @ApiNotFoundResponse({
    description: 'The link leads nowhere: a page that says so; what is no path at all is told by the door.',
    content: {
      'text/html': { schema: { type: 'string' } },
      'application/json': { schema: { $ref: '#/components/schemas/Errors' } },
    },
  })
  @ApiResponse({
    status: 429,
    description: 'Too many pages from one network: a sentence.',
    content: SENTENCE,
  })
  @ApiResponse({ status: 503, description: 'It cannot be shown just now: a sentence.', content: SENTENCE })
  async show(
    @Res() reply: FastifyReply,
    @Param('token') token: string,
    @Query('lang') lang?: unknown,
    @Headers('accept-language') accepted?: string,
  ): Promise<void> {
    const language = languageFor(lang, accepted);
    const parcel = await this.find(token);
    const [status, body, cache] = parcel
      ? ([200, trackingPage(parcel, language), 'private, max-age=60'] as const)
      : ([404, unknownPage(language), 'no-store'] as const);
    await reply
      .status(status)
      .headers({ ...HEADERS, 'content-language': language, 'cache-control': cache })
      .send(body);
  }

  /** Reads as the seller of the parcel, who is in the token: row-level security is on, and no role that sees more. */
  private async find(token: string): Promise<ParcelView | undefined> {
    const linked = this.links.open(token);
    if (!linked) return undefined;
    const { packageId, sellerId } = linked;
    return this.turns.read({ kind: 'seller', sellerId }, async (tx) => {
      const known = await knownPackage(tx, packageId);
      if (known?.shipped.sellerId !== sellerId) return undefined;
      return parcelView(known, await policyVersions(tx), await tx.now());
    });
  }
}
