import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Turns } from '#messaging';
import {
  Allow,
  Caller,
  invalidInput,
  knownContent,
  Needs,
  notFound,
  sellerOf,
  unavailable,
  validated,
} from '#runtime';
import type { Principal } from '#runtime';
import { cancelBySeller } from '../handlers/cancel-orders.js';
import { CreateOrder } from '../handlers/create-order.js';
import { showOrder } from '../handlers/show-order.js';
import { tellSandboxStatus } from '../handlers/sandbox-status.js';
import { updateBySeller } from '../handlers/update-order.js';
import { BuyerKeys } from '../store/buyer-keys.js';
import { listOrders } from '../store/order-list.js';
import { CreateOrderDto } from './create-order.dto.js';
import { ListOrdersQuery, startOf, tokenAt } from './list-orders.query.js';
import { fulfillmentOrder, orderAnswer } from './order-answer.js';
import { StatusUpdateDto } from './status-update.dto.js';
import { UpdateOrderDto } from './update-order.dto.js';

const MAX_ID = 40;
const PAGE = 50;
const asCreated = validated(CreateOrderDto);

/** Fulfilment orders as programs of the Selling Partner API speak of them. */
@ApiTags('fulfillmentOrders')
@Allow('seller')
@Controller('fba/outbound/2020-07-01/fulfillmentOrders')
export class FulfillmentOrdersController {
  constructor(
    private readonly turns: Turns,
    private readonly createOrder: CreateOrder,
    private readonly keys: BuyerKeys,
  ) {}

  @Post()
  @Needs('orders:write')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'createFulfillmentOrder',
    summary: 'Asks for an order to be shipped to a buyer',
    description:
      'The same order again, with the same content, answers the same and changes nothing; with other content it is ' +
      'refused. SKUs must be in the catalogue. `purpose` is an addition to the model.',
  })
  @ApiOkResponse({ description: 'Accepted: `{}`.' })
  @ApiBadRequestResponse({ description: 'Every fault of the request, one entry each; nothing was stored.' })
  async create(
    @Body(validated(CreateOrderDto)) body: CreateOrderDto,
    @Caller() caller: Principal,
  ): Promise<object> {
    const request = knownContent(CreateOrderDto, body);
    const sellerId = sellerOf(caller);
    const answer = await this.turns.command(caller, (turn) =>
      this.createOrder.handle(request, sellerId, turn),
    );
    if (answer.outcome === 'refused') throw invalidInput(answer.faults);
    if (answer.outcome === 'other-content') {
      throw invalidInput([
        `sellerFulfillmentOrderId ${request.sellerFulfillmentOrderId} is an order with other content: use another id`,
      ]);
    }
    return {};
  }

  @Get()
  @Needs('orders:read')
  @ApiOperation({
    operationId: 'listAllFulfillmentOrders',
    summary: 'The orders of the seller, those whose status changed longest ago first',
    description: `Pages of ${PAGE}. An order whose status changes while pages are read comes again, on a later one: none is missed.`,
  })
  @ApiOkResponse({ description: 'A page, as `{"payload": ...}` of the model; without `nextToken` the last.' })
  @ApiBadRequestResponse({ description: 'Every fault of the query, one entry each.' })
  async list(
    @Query(validated(ListOrdersQuery)) query: ListOrdersQuery,
    @Caller() caller: Principal,
  ): Promise<object> {
    const found = await this.turns.read(caller, (tx) =>
      listOrders(tx, sellerOf(caller), { ...startOf(query), limit: PAGE + 1 }, this.keys),
    );
    const page = found.slice(0, PAGE);
    const last = page.at(-1)?.order;
    return {
      payload: {
        fulfillmentOrders: page.map(fulfillmentOrder),
        ...(found.length > PAGE &&
          last && { nextToken: tokenAt({ changedAt: last.statusUpdatedAt, orderId: last.orderId }) }),
      },
    };
  }

  @Get(':sellerFulfillmentOrderId')
  @Needs('orders:read')
  @ApiOperation({
    operationId: 'getFulfillmentOrder',
    summary: 'An order with its items, shipments and packages',
  })
  @ApiOkResponse({ description: 'The order, as `{"payload": ...}` of the model.' })
  @ApiNotFoundResponse({ description: 'The seller has no order of that id.' })
  async get(@Param('sellerFulfillmentOrderId') id: string, @Caller() caller: Principal): Promise<object> {
    const sellerOrderId = idAsked(id);
    const shown = await this.turns.read(caller, (tx) =>
      showOrder(tx, sellerOf(caller), sellerOrderId, this.keys),
    );
    if (!shown) throw noSuchOrder();
    return { payload: orderAnswer(shown.view, shown.timeZone) };
  }

  @Put(':sellerFulfillmentOrderId')
  @Needs('orders:write')
  @ApiOperation({
    operationId: 'updateFulfillmentOrder',
    summary: 'Changes an order on hold, or lets it be shipped',
    description: 'What is left out stays as it was. An order that is not on hold cannot be changed (O-4).',
  })
  @ApiOkResponse({ description: 'Changed: `{}`.' })
  @ApiBadRequestResponse({ description: 'Every fault of the request, one entry each; nothing was changed.' })
  @ApiNotFoundResponse({ description: 'The seller has no order of that id.' })
  async update(
    @Param('sellerFulfillmentOrderId') id: string,
    @Body(validated(UpdateOrderDto)) body: UpdateOrderDto,
    @Caller() caller: Principal,
  ): Promise<object> {
    const request = {
      sellerId: sellerOf(caller),
      sellerFulfillmentOrderId: idAsked(id),
      update: { ...knownContent(UpdateOrderDto, body) },
      checked: (content: object) =>
        knownContent(CreateOrderDto, asCreated.transform(content, { type: 'body' })),
    };
    const answer = await this.turns.command(caller, (turn) => updateBySeller(request, turn, this.keys));
    if (answer.outcome === 'none') throw noSuchOrder();
    if (answer.outcome === 'refused') throw invalidInput(answer.faults);
    return {};
  }

  @Put(':sellerFulfillmentOrderId/status')
  @Needs('orders:write')
  @ApiOperation({
    operationId: 'submitFulfillmentOrderStatusUpdate',
    summary: 'Tells what becomes of an order of a sandbox',
    description:
      'Complete and CompletePartialled ship it, by a simulated warehouse; with any other status it stays so until it is ' +
      'told another. The status may be given in any casing.',
  })
  @ApiOkResponse({ description: 'Told: `{}`.' })
  @ApiBadRequestResponse({ description: 'No such status, no sandbox, or something of it has shipped.' })
  @ApiNotFoundResponse({ description: 'The seller has no order of that id.' })
  async tellStatus(
    @Param('sellerFulfillmentOrderId') id: string,
    @Body(validated(StatusUpdateDto)) body: StatusUpdateDto,
    @Caller() caller: Principal,
  ): Promise<object> {
    const sellerOrderId = idAsked(id);
    const answer = await this.turns.command(caller, (turn) =>
      tellSandboxStatus(sellerOf(caller), sellerOrderId, body.fulfillmentOrderStatus, turn),
    );
    if (answer.outcome === 'none') throw noSuchOrder();
    if (answer.outcome === 'refused') throw invalidInput([answer.reason]);
    return {};
  }

  @Put(':sellerFulfillmentOrderId/return')
  @Needs('returns:write')
  @ApiOperation({
    operationId: 'createFulfillmentReturn',
    summary: 'Not served yet',
    description: 'Returns cannot be asked for by a program yet; what comes back is told by the network.',
  })
  @ApiParam({ name: 'sellerFulfillmentOrderId', type: String })
  @ApiServiceUnavailableResponse({ description: 'Not served yet.' })
  createReturn(): never {
    throw unavailable('Returns are not authorised by this service yet', 86_400);
  }

  @Put(':sellerFulfillmentOrderId/cancel')
  @Needs('orders:write')
  @ApiOperation({
    operationId: 'cancelFulfillmentOrder',
    summary: 'Gives an order up of which nothing has been picked (O-4)',
    description: 'A second time answers as the first did.',
  })
  @ApiOkResponse({ description: 'Cancelled: `{}`.' })
  @ApiBadRequestResponse({ description: 'It is too far on its way.' })
  @ApiNotFoundResponse({ description: 'The seller has no order of that id.' })
  async cancel(@Param('sellerFulfillmentOrderId') id: string, @Caller() caller: Principal): Promise<object> {
    const sellerOrderId = idAsked(id);
    const answer = await this.turns.command(caller, (turn) =>
      cancelBySeller(sellerOf(caller), sellerOrderId, turn),
    );
    if (answer.outcome === 'none') throw noSuchOrder();
    if (answer.outcome === 'refused') throw invalidInput([answer.reason]);
    return {};
  }
}

function idAsked(id: string): string {
  const asked = id.trim();
  if (asked.length > MAX_ID || asked.includes('\u0000'))
    throw invalidInput([`sellerFulfillmentOrderId must be at most ${MAX_ID} characters long`]);
  return asked;
}

const noSuchOrder = () => notFound('There is no fulfillment order of that sellerFulfillmentOrderId');
