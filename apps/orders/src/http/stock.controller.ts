import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { stringify } from 'csv-stringify/sync';
import type { FastifyReply } from 'fastify';
import { Turns } from '#messaging';
import { Allow, Caller, forbidden, invalidInput, Needs, reachesCentre, validated } from '#runtime';
import type { Principal } from '#runtime';
import { adjustStock, receiveStock } from '../handlers/receive-stock.js';
import { readHistory } from '../handlers/read-history.js';
import { stockOf, stockPage } from '../store/stock.js';
import { HistoryQuery, historyRange, HISTORY_COLUMNS, historyRow } from './history.query.js';
import { asSeller, pageTokenAt, pageTokenOf, sellerAsked } from './seller-asked.js';
import { AdjustmentDto, ReceiptDto } from './stock.dto.js';

const PAGE = 500;

/** Stock: what arrives, what lies where, and how it came to that (O-7). */
@ApiTags('stock')
@Controller('stock')
export class StockController {
  constructor(private readonly turns: Turns) {}

  @Post('receipts')
  @HttpCode(200)
  @Allow('operator', 'warehouse', 'network')
  @Needs('stock:write')
  @ApiOperation({
    summary: 'Counts what arrived at a fulfilment centre',
    description:
      'The same receipt again changes nothing and answers the same. Orders that wait for it are planned.',
  })
  @ApiOkResponse({ description: 'Counted: `{}`.' })
  @ApiBadRequestResponse({ description: 'Every fault, one entry each; nothing was counted.' })
  async receive(@Body(validated(ReceiptDto)) body: ReceiptDto, @Caller() caller: Principal): Promise<object> {
    mayCountAt(caller, body);
    const faults = await this.turns.command(asSeller(caller, body.sellerId), async ({ tx }) => ({
      answer: await receiveStock(tx, body),
      facts: [],
    }));
    if (faults.length > 0) throw invalidInput(faults);
    return {};
  }

  @Post('adjustments')
  @HttpCode(200)
  @Allow('operator', 'warehouse', 'network')
  @Needs('stock:write')
  @ApiOperation({ summary: 'Sets right what lies at a fulfilment centre, with the reason' })
  @ApiOkResponse({ description: 'Booked: `{}`.' })
  @ApiBadRequestResponse({ description: 'Every fault, one entry each; nothing was booked.' })
  async adjust(
    @Body(validated(AdjustmentDto)) body: AdjustmentDto,
    @Caller() caller: Principal,
  ): Promise<object> {
    mayCountAt(caller, body);
    const adjustment = { ...body, unsellable: body.unsellable ?? 0 };
    const faults = await this.turns.command(asSeller(caller, body.sellerId), async ({ tx }) => ({
      answer: await adjustStock(tx, adjustment),
      facts: [],
    }));
    if (faults.length > 0) throw invalidInput(faults);
    return {};
  }

  @Get()
  @Allow('seller', 'operator')
  @Needs('stock:read')
  @ApiOperation({ summary: 'What lies where' })
  @ApiQuery({ name: 'sellerId', required: false, description: 'Whose; needed from an operator' })
  @ApiQuery({ name: 'sellerSku', required: false, description: 'Of this SKU only' })
  @ApiQuery({ name: 'nextToken', required: false, description: 'The nextToken of the page before' })
  @ApiOkResponse({ description: `A page of the stock of ${PAGE} SKUs; without \`nextToken\` the last.` })
  async list(
    @Caller() caller: Principal,
    @Query('sellerId') named?: string,
    @Query('sellerSku') sku?: string,
    @Query('nextToken') nextToken?: string,
  ): Promise<object> {
    const sellerId = sellerAsked(caller, named);
    if (sku !== undefined && (typeof sku !== 'string' || sku.includes('\u0000')))
      throw invalidInput(['sellerSku must be given once, as text']);
    const after = pageTokenOf(nextToken);
    const { stocks, next } = await this.turns.read(caller, async (tx) =>
      sku === undefined
        ? stockPage(tx, sellerId, after, PAGE)
        : { stocks: await stockOf(tx, [{ sellerId, sku }]), next: undefined },
    );
    return {
      stock: stocks.map(({ sku: sellerSku, fulfillmentCenterId, sellable, unsellable, reserved }) => ({
        sellerSku,
        fulfillmentCenterId,
        sellable,
        unsellable,
        reserved,
        available: sellable - reserved,
      })),
      ...(next !== undefined && { nextToken: pageTokenAt(next) }),
    };
  }

  @Get('history')
  @Allow('seller', 'operator')
  @Needs('stock:read')
  @ApiOperation({
    summary: 'The Daily Inventory History report, from the journal (O-7)',
    description:
      'A row per day (UTC), SKU and fulfilment centre: what lay there, what changed, what was left.',
  })
  @ApiOkResponse({ description: 'JSON, or CSV when asked for by `format=csv`.' })
  @ApiBadRequestResponse({ description: 'Every fault of the query, one entry each.' })
  async history(
    @Query(validated(HistoryQuery)) query: HistoryQuery,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object | string> {
    const sellerId = sellerAsked(caller, query.sellerId);
    const rows = await this.turns.read(caller, (tx) => readHistory(tx, sellerId, historyRange(query)));
    const told = rows.map(historyRow);
    if (query.format !== 'csv') return { rows: told };
    void reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="inventory.csv"');
    return stringify(told, { header: true, columns: [...HISTORY_COLUMNS], escape_formulas: true });
  }
}

function mayCountAt(caller: Principal, { sellerId, fulfillmentCenterId }: ReceiptDto | AdjustmentDto): void {
  const sellers = caller.reach?.sellerIds;
  if (reachesCentre(caller, fulfillmentCenterId) && (sellers?.includes(sellerId) ?? true)) return;
  throw forbidden(
    'Access to requested resource is denied.',
    'This publisher does not speak for that fulfilment centre and seller; ask the operator to widen its scope',
  );
}
