import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Turns } from '#messaging';
import { Allow, Caller, invalidInput, Needs, sellerOf, validated } from '#runtime';
import type { Principal } from '#runtime';
import { requiredFeatures } from '../domain/accept-order.js';
import { OWN_MARKETPLACE } from '../domain/order.js';
import { previewBySpeed } from '../handlers/preview-order.js';
import { offersAnswer, OFFERED_SPEEDS } from './offers-answer.js';
import { previewAnswer } from './preview-answer.js';
import { DeliveryOffersDto, PreviewDto } from './preview.dto.js';

const DEFAULT_SPEEDS = ['Standard', 'Expedited', 'Priority'] as const;

/** What an order would become, before it is made (O-9). */
@ApiTags('fulfillmentOrders')
@Allow('seller')
@Controller('fba/outbound/2020-07-01')
export class PreviewsController {
  constructor(private readonly turns: Turns) {}

  @Post('fulfillmentOrders/preview')
  @Needs('orders:read')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'getFulfillmentPreview',
    summary: 'Per speed: whether it can be fulfilled, why not, when it would leave and arrive, and the fees',
    description: 'From the stock that is available now; nothing is reserved by it.',
  })
  @ApiOkResponse({ description: '`{"payload": ...}` of the model.' })
  @ApiBadRequestResponse({ description: 'Every fault of the request, one entry each.' })
  async preview(@Body(validated(PreviewDto)) body: PreviewDto, @Caller() caller: Principal): Promise<object> {
    const request = {
      sellerId: sellerOf(caller),
      countryCode: body.address.countryCode.toUpperCase(),
      speeds: body.shippingSpeedCategories?.length
        ? [...new Set(body.shippingSpeedCategories)]
        : DEFAULT_SPEEDS,
      features: requiredFeatures(body),
      items: body.items,
    };
    const previewed = await this.turns.read(caller, (tx) => previewBySpeed(tx, request));
    return { payload: previewAnswer(body, previewed, body.marketplaceId || OWN_MARKETPLACE) };
  }

  @Post('deliveryOffers')
  @Needs('orders:read')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'deliveryOffers',
    summary: 'When a product that is in stock would arrive, fastest first',
    description:
      'None when it is not in stock, or no route leads there. An offer holds until the next cutoff.',
  })
  @ApiOkResponse({ description: '`{"payload": ...}` of the model.' })
  @ApiBadRequestResponse({ description: 'Every fault of the request, one entry each.' })
  async offers(
    @Body(validated(DeliveryOffersDto)) body: DeliveryOffersDto,
    @Caller() caller: Principal,
  ): Promise<object> {
    const { product, terms } = body;
    const address = terms.destination.deliveryAddress;
    if (!address) {
      throw invalidInput([
        'terms.destination.deliveryAddress is required: an IP address tells no place here',
      ]);
    }
    const request = {
      sellerId: sellerOf(caller),
      countryCode: address.countryCode.toUpperCase(),
      speeds: OFFERED_SPEEDS,
      features: [],
      items: [
        {
          sellerSku: product.productIdentifier.merchantSku,
          quantity: Number(product.amount?.value ?? 1),
        },
      ],
    };
    const previewed = await this.turns.read(caller, (tx) =>
      previewBySpeed(tx, request, terms.origin.countryCode.toUpperCase()),
    );
    return { payload: offersAnswer(previewed.previews) };
  }
}
