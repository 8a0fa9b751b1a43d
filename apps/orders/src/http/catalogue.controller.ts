import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { Turns } from '#messaging';
import { Allow, Caller, knownContent, Needs, notFound, validated } from '#runtime';
import type { Principal } from '#runtime';
import { putSkus, reviewSku } from '../handlers/put-skus.js';
import { skuPage } from '../store/skus.js';
import { stockOf } from '../store/stock.js';
import { describedSku, PutSkusDto, ReviewDto, skuAnswer } from './catalogue.dto.js';
import { asSeller, pageTokenAt, pageTokenOf, sellerAsked } from './seller-asked.js';

const PAGE = 200;

/** What the network must know of sellers' SKUs to ship them. */
@ApiTags('catalogue')
@Controller('catalogue')
export class CatalogueController {
  constructor(private readonly turns: Turns) {}

  @Put('skus')
  @Allow('seller', 'operator')
  @Needs('catalogue:write')
  @ApiOperation({
    summary: 'Puts SKUs into the catalogue, or changes them',
    description: 'All of them or none. Newly declared dangerous goods are reviewed before they ship (O-6).',
  })
  @ApiOkResponse({ description: 'Kept: `{}`.' })
  @ApiBadRequestResponse({ description: 'Every fault, one entry each; nothing was kept.' })
  async put(@Body(validated(PutSkusDto)) body: PutSkusDto, @Caller() caller: Principal): Promise<object> {
    const { sellerId, skus } = knownContent(PutSkusDto, body);
    const owner = sellerAsked(caller, sellerId);
    await this.turns.command(asSeller(caller, owner), async ({ tx }) => {
      await putSkus(tx, owner, skus.map(describedSku));
      return { answer: undefined, facts: [] };
    });
    return {};
  }

  @Get('skus')
  @Allow('seller', 'operator')
  @Needs('catalogue:read')
  @ApiOperation({ summary: 'The catalogue, with what is available and what its seller is warned of' })
  @ApiQuery({ name: 'sellerId', required: false, description: 'Whose; needed from an operator' })
  @ApiQuery({ name: 'nextToken', required: false, description: 'The nextToken of the page before' })
  @ApiOkResponse({ description: `A page of ${PAGE}; without \`nextToken\` the last.` })
  async list(
    @Caller() caller: Principal,
    @Query('sellerId') sellerId?: string,
    @Query('nextToken') nextToken?: string,
  ): Promise<object> {
    const owner = sellerAsked(caller, sellerId);
    const after = pageTokenOf(nextToken);
    const { skus, stocks } = await this.turns.read(caller, async (tx) => {
      const found = await skuPage(tx, owner, after, PAGE + 1);
      const names = found.map(({ sellerSku: sku }) => ({ sellerId: owner, sku }));
      return { skus: found, stocks: await stockOf(tx, names) };
    });
    const page = skus.slice(0, PAGE);
    const bySku = Map.groupBy(stocks, ({ sku }) => sku);
    return {
      skus: page.map((sku) => skuAnswer(sku, bySku.get(sku.sellerSku) ?? [])),
      ...(skus.length > PAGE && { nextToken: pageTokenAt(page.at(-1)?.sellerSku ?? '') }),
    };
  }

  @Put('reviews')
  @Allow('operator')
  @Needs('catalogue:write')
  @ApiOperation({ summary: 'Says what came of a review of dangerous goods (O-6)' })
  @ApiOkResponse({ description: 'Kept: `{}`. Orders that wait for the SKU are planned again.' })
  @ApiBadRequestResponse({ description: 'Every fault, one entry each.' })
  @ApiNotFoundResponse({ description: 'That seller has no such SKU.' })
  async review(@Body(validated(ReviewDto)) body: ReviewDto, @Caller() caller: Principal): Promise<object> {
    const { sellerId, sellerSku, hazmat } = body;
    const found = await this.turns.command(asSeller(caller, sellerId), async ({ tx }) => ({
      answer: await reviewSku(tx, sellerId, sellerSku, hazmat),
      facts: [],
    }));
    if (!found) throw notFound('There is no such SKU in the catalogue of that seller');
    return {};
  }
}
