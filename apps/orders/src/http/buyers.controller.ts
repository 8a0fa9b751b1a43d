import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { toIso } from '#contracts';
import { Turns } from '#messaging';
import { Allow, Caller, invalidInput, maySee, Needs, notFound, orderIdAsked, validated } from '#runtime';
import type { Principal } from '#runtime';
import { eraseBuyer } from '../handlers/erase-buyer.js';
import { Reencryption } from '../handlers/reencrypt-buyers.js';
import { auditOfOrder } from '../store/buyer-data-audit.js';
import { BuyerKeys } from '../store/buyer-keys.js';
import { sealedCounts } from '../store/sealed-rows.js';
import { sellerOfOrder } from '../store/sellers.js';
import { AccessesAnswer, ErasureAnswer, ErasureDto, KeysAnswer } from './buyers.dto.js';

const MOST_ACCESSES = 1_000;

/** Buyers' data: erased, seen by whom, and under which keys. */
@ApiTags('buyers')
@Controller('buyers')
export class BuyersController {
  constructor(
    private readonly turns: Turns,
    private readonly keys: BuyerKeys,
    private readonly reencryption: Reencryption,
  ) {}

  @Post('erasures')
  @Needs('buyers:write')
  @HttpCode(200)
  @Allow('seller', 'operator')
  @ApiOperation({
    operationId: 'eraseBuyer',
    summary: "Erases a buyer's data from all of its orders, or from one",
    description:
      'Orders, units and money stay. An order that is not closed still needs its buyer: then nothing is erased. A ' +
      'second time answers as the first did, with the orders under `erasedBefore` when they are named by id.',
  })
  @ApiOkResponse({ type: ErasureAnswer })
  @ApiBadRequestResponse({
    description: 'Every fault of the request, or every order that is not closed yet.',
  })
  @ApiNotFoundResponse({
    description: 'The seller has no such order, and none made with that e-mail address.',
  })
  async erase(
    @Body(validated(ErasureDto)) { sellerId: named, email, orderId, sellerFulfillmentOrderId }: ErasureDto,
    @Caller() caller: Principal,
  ): Promise<ErasureAnswer> {
    const sellerId = await this.sellerMeant(caller, named, orderId);
    const request = { sellerId, email, orderId, sellerFulfillmentOrderId };
    // As the seller's own request: an operator too gets no further than the rows of the seller that it names.
    const answer = await this.turns.command({ kind: caller.kind, sellerId }, async (turn) => ({
      answer: await eraseBuyer(
        request,
        { kind: caller.kind, id: caller.userId ?? caller.id },
        turn,
        this.keys,
      ),
      facts: [],
    }));
    if (answer.outcome === 'none') throw nobody();
    if (answer.outcome === 'open') throw invalidInput(answer.orders.map(stillOpen));
    return { erased: answer.erased, erasedBefore: answer.before };
  }

  @Get('accesses')
  @Needs('buyers:read')
  @Allow('seller', 'operator')
  @ApiOperation({
    operationId: 'listBuyerDataAccesses',
    summary: "Who read or erased an order's buyer, oldest first",
  })
  @ApiQuery({ name: 'orderId', required: true, schema: { type: 'string', format: 'uuid' } })
  @ApiQuery({
    name: 'after',
    required: false,
    description: 'auditId of the last one seen',
    schema: { type: 'integer' },
  })
  @ApiOkResponse({ type: AccessesAnswer })
  @ApiBadRequestResponse({ description: 'Every fault of the query.' })
  async accesses(
    @Caller() caller: Principal,
    @Query('orderId') orderId?: string,
    @Query('after') after: string = '0',
  ): Promise<AccessesAnswer> {
    const asked = orderIdAsked(orderId);
    if (!/^\d{1,15}$/.test(after)) throw invalidInput(['after must be a whole number']);
    const rows = await this.turns.read(caller, (tx) => auditOfOrder(tx, asked, Number(after), MOST_ACCESSES));
    const seen = rows.filter((row) => maySee(caller, row));
    return { accesses: seen.map((row) => ({ ...row, at: toIso(row.at) })) };
  }

  @Get('keys')
  @Needs('buyers:read')
  @Allow('operator')
  @ApiOperation({ operationId: 'listBuyerDataKeys', summary: "The keys under which buyers' data lies" })
  @ApiOkResponse({ type: KeysAnswer })
  async keysInUse(@Caller() caller: Principal): Promise<KeysAnswer> {
    const { keys, unsealed } = await this.turns.read(caller, sealedCounts);
    const first = this.keys.first.toString('hex');
    const shown = keys.some(({ key }) => key === first) ? keys : [{ key: first, orders: 0 }, ...keys];
    return { keys: shown.map((one) => ({ ...one, seals: one.key === first })), unsealed };
  }

  @Post('reencryptions')
  @Needs('buyers:write')
  @HttpCode(202)
  @Allow('operator')
  @ApiOperation({
    operationId: 'reencryptBuyers',
    summary: 'Seals under the first key what lies under others',
    description: 'It goes on by itself; `GET /buyers/keys` says how far it is.',
  })
  @ApiAcceptedResponse({ description: 'Begun: `{}`.' })
  reencrypt(): object {
    this.reencryption.start();
    return {};
  }

  private async sellerMeant(caller: Principal, named?: string, orderId?: string): Promise<string> {
    if (caller.sellerId !== undefined) {
      if (named !== undefined && named !== caller.sellerId) throw nobody();
      return caller.sellerId;
    }
    if (named !== undefined) return named;
    if (orderId === undefined)
      throw invalidInput(['sellerId is required of an operator, unless orderId is given']);
    const sellerId = await this.turns.read(caller, (tx) => sellerOfOrder(tx, orderId));
    if (sellerId === undefined) throw nobody();
    return sellerId;
  }
}

const nobody = () => notFound('There is no such order, and none made with that e-mail address');

const stillOpen = (order: string): string =>
  `order ${order} is not closed and still needs its buyer: cancel it, or wait until it has shipped, and ask again`;
