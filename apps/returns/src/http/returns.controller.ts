import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { isInstantText, toInstant, toIso } from '#contracts';
import { Turns } from '#messaging';
import { Allow, Caller, invalidInput, Needs, notFound } from '#runtime';
import type { Principal } from '#runtime';
import { describeReturns } from '../handlers/describe-returns.js';
import { unmatchedParcels } from '../store/quarantined-parcels.js';
import { parcelAnswer, QuarantinedParcelsAnswer } from './quarantined-parcel.dto.js';
import { ReturnsAnswer } from './returned-unit.dto.js';

const PAGE = 100;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const START = { recordedAt: 0, parcelId: '00000000-0000-0000-0000-000000000000' };

@ApiTags('returns')
@Controller('returns')
export class ReturnsController {
  constructor(private readonly turns: Turns) {}

  @Get()
  @Allow('seller', 'operator')
  @Needs('returns:read')
  @ApiOperation({ summary: 'The return status of every shipped unit of an order (N-7)' })
  @ApiQuery({ name: 'order', description: 'orderId or sellerFulfillmentOrderId' })
  @ApiOkResponse({ type: ReturnsAnswer })
  async ofOrder(@Caller() caller: Principal, @Query('order') order?: string): Promise<ReturnsAnswer> {
    // A parameter given twice comes as a list.
    if (typeof order !== 'string' || order === '' || order.includes('\u0000')) {
      throw invalidInput(['give ?order= with an orderId or a sellerFulfillmentOrderId']);
    }
    const orders = await this.turns.read(caller, (tx) => describeReturns(tx, order, caller.sellerId));
    // F-12: the same words whether or not another seller has it.
    if (orders.length === 0) throw notFound(`returns knows no order ${order} of yours: check the id`);
    return { orders };
  }

  @Get('quarantined')
  @Allow('operator')
  @Needs('parked:read')
  @ApiOperation({ summary: 'Parcels that match no order yet, the oldest first (N-5)' })
  @ApiQuery({ name: 'after', required: false, description: '`next` of the page before' })
  @ApiOkResponse({ type: QuarantinedParcelsAnswer })
  async quarantined(
    @Caller() caller: Principal,
    @Query('after') after?: string,
  ): Promise<QuarantinedParcelsAnswer> {
    const from = after === undefined || after === '' ? START : positionOf(after);
    const rows = await this.turns.read(caller, (tx) => unmatchedParcels(tx, from, PAGE));
    const last = rows.at(-1);
    const next = last && rows.length === PAGE ? `${toIso(last.recordedAt)},${last.parcelId}` : null;
    return { parcels: rows.map(parcelAnswer), next };
  }
}

function positionOf(after: string): typeof START {
  const [recordedAt = '', parcelId = ''] = after.split(',');
  if (!isInstantText(recordedAt) || !UUID.test(parcelId)) {
    throw invalidInput(['after must be <instant>,<parcelId>, as an earlier page said in next']);
  }
  return { recordedAt: toInstant(recordedAt), parcelId };
}
