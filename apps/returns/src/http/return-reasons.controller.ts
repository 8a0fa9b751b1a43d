import { Controller, Get, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Turns } from '#messaging';
import { Allow, Caller, Needs, notFound, sellerOf, Text, validated } from '#runtime';
import type { Principal } from '#runtime';
import { reasonCodes } from '../domain/reason-codes.js';
import { findOrders } from '../store/heard-orders.js';

/** listReturnReasonCodes. */
class ReturnReasonsQuery {
  @Text('required', 'The SKU that is to come back.', { max: 50 })
  sellerSku!: string;

  @Text('optional', 'The marketplace; every one has the same reasons.', { max: 64 })
  marketplaceId?: string;

  @Text('optional', 'The order that the unit belongs to.', { max: 40 })
  sellerFulfillmentOrderId?: string;

  @Text('optional', 'Language of the translation, such as zh-CN: en, zh and ja are spoken.', { max: 35 })
  language?: string;
}

/** Reasons of a return, as programs of the Selling Partner API ask for them. */
@ApiTags('fulfillmentOrders')
@Allow('seller')
@Needs('returns:read')
@Controller('fba/outbound/2020-07-01/returnReasonCodes')
export class ReturnReasonsController {
  constructor(private readonly turns: Turns) {}

  @Get()
  @ApiOperation({ operationId: 'listReturnReasonCodes', summary: 'The reasons that a return may have (N-1)' })
  @ApiOkResponse({ description: 'The reasons, as `{"payload": ...}` of the model.' })
  @ApiBadRequestResponse({ description: 'Every fault of the query, one entry each.' })
  @ApiNotFoundResponse({ description: 'The seller has no order of that id.' })
  async list(
    @Query(validated(ReturnReasonsQuery)) query: ReturnReasonsQuery,
    @Caller() caller: Principal,
  ): Promise<object> {
    const { sellerFulfillmentOrderId, language } = query;
    if (sellerFulfillmentOrderId) {
      const name = { sellerId: sellerOf(caller), sellerFulfillmentOrderId };
      const found = await this.turns.read(caller, (tx) => findOrders(tx, [name]));
      if (found.length === 0)
        throw notFound('There is no fulfillment order of that sellerFulfillmentOrderId');
    }
    return { payload: { reasonCodeDetails: reasonCodes(language) } };
  }
}
