import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Turns } from '#messaging';
import { Allow, Caller, Needs, notFound, sellerOf, validated } from '#runtime';
import type { Principal } from '#runtime';
import { centersWith, hasFeature } from '../domain/features.js';
import { networkInForce } from '../store/networks.js';
import { skuPage, skusNamed } from '../store/skus.js';
import { stockOf } from '../store/stock.js';
import { FeatureQuery } from './features.query.js';
import { pageTokenAt, pageTokenOf } from './seller-asked.js';

const PAGE = 50;

/** Features of fulfilment, and which SKUs can have them (O-9). */
@ApiTags('fulfillmentOrders')
@Allow('seller')
@Needs('catalogue:read')
@Controller('fba/outbound/2020-07-01/features')
export class FeaturesController {
  constructor(private readonly turns: Turns) {}

  @Get()
  @ApiOperation({ operationId: 'getFeatures', summary: 'The features that the network offers' })
  @ApiOkResponse({ description: '`{"payload": ...}` of the model.' })
  @ApiBadRequestResponse({ description: 'Every fault of the query, one entry each.' })
  async list(
    @Query(validated(FeatureQuery)) _query: FeatureQuery,
    @Caller() caller: Principal,
  ): Promise<object> {
    const network = await this.turns.read(caller, networkInForce);
    const features = network.features.map((feature) => ({
      ...feature,
      sellerEligible: centersWith(network, feature.featureName).length > 0,
    }));
    return { payload: { features } };
  }

  @Get('inventory/:featureName')
  @ApiOperation({
    operationId: 'getFeatureInventory',
    summary: 'The SKUs that can have the feature, with the pieces that are available for it',
  })
  @ApiOkResponse({ description: `A page of ${PAGE}; without \`nextToken\` the last.` })
  @ApiBadRequestResponse({ description: 'Every fault of the query, one entry each.' })
  @ApiNotFoundResponse({ description: 'The network has no such feature.' })
  async inventory(
    @Param('featureName') name: string,
    @Query(validated(FeatureQuery)) query: FeatureQuery,
    @Caller() caller: Principal,
  ): Promise<object> {
    const after = pageTokenOf(query.nextToken);
    const sellerId = sellerOf(caller);
    const { network, skus, stocks } = await this.turns.read(caller, async (tx) => {
      const [found, inForce] = await Promise.all([
        skuPage(tx, sellerId, after, PAGE + 1),
        networkInForce(tx),
      ]);
      const names = found.map(({ sellerSku: sku }) => ({ sellerId, sku }));
      return { network: inForce, skus: found, stocks: await stockOf(tx, names) };
    });
    if (!hasFeature(network, name)) throw noSuchFeature();
    const page = skus.slice(0, PAGE);
    const centers = centersWith(network, name);
    return {
      payload: {
        marketplaceId: query.marketplaceId,
        featureName: name,
        featureSkus: page
          .filter((sku) => !sku.excludedFeatures.includes(name))
          .map((sku) => featureSku(sku.sellerSku, stocks, centers)),
        ...(skus.length > PAGE && { nextToken: pageTokenAt(page.at(-1)?.sellerSku ?? '') }),
      },
    };
  }

  @Get('inventory/:featureName/:sellerSku')
  @ApiOperation({ operationId: 'getFeatureSKU', summary: 'Whether a SKU can have the feature, and why not' })
  @ApiOkResponse({ description: '`{"payload": ...}` of the model.' })
  @ApiBadRequestResponse({ description: 'Every fault of the query, one entry each.' })
  @ApiNotFoundResponse({ description: 'The network has no such feature.' })
  async sku(
    @Param('featureName') name: string,
    @Param('sellerSku') sku: string,
    @Query(validated(FeatureQuery)) query: FeatureQuery,
    @Caller() caller: Principal,
  ): Promise<object> {
    const names = [{ sellerId: sellerOf(caller), sku: sku.replaceAll('\u0000', '') }];
    const { network, found, stocks } = await this.turns.read(caller, async (tx) => {
      const [inForce, [known], lying] = await Promise.all([
        networkInForce(tx),
        skusNamed(tx, names),
        stockOf(tx, names),
      ]);
      return { network: inForce, found: known, stocks: lying };
    });
    if (!hasFeature(network, name)) throw noSuchFeature();
    const asked = { marketplaceId: query.marketplaceId, featureName: name };
    if (!found) return { payload: { ...asked, isEligible: false, ineligibleReasons: ['INVALID_SKU'] } };
    const centers = centersWith(network, name);
    const eligible = !found.excludedFeatures.includes(name) && centers.length > 0;
    return {
      payload: {
        ...asked,
        isEligible: eligible,
        ...(!eligible && { ineligibleReasons: ['SKU_NOT_ELIGIBLE'] }),
        ...featureSku(sku, eligible ? stocks : [], centers),
      },
    };
  }
}

function featureSku(
  sellerSku: string,
  stocks: readonly { sku: string; fulfillmentCenterId: string; sellable: number; reserved: number }[],
  centers: readonly string[],
) {
  const skuCount = stocks
    .filter(({ sku, fulfillmentCenterId }) => sku === sellerSku && centers.includes(fulfillmentCenterId))
    .reduce((sum, { sellable, reserved }) => sum + sellable - reserved, 0);
  return { sellerSku, fnSku: sellerSku, skuCount };
}

const noSuchFeature = () => notFound('The network has no feature of that featureName');
