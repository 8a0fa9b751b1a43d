import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Turns } from '#messaging';
import { Allow, Caller, invalidInput, maySee, Needs, notFound } from '#runtime';
import type { Principal } from '#runtime';
import { decisionView, decisionViews, ordersNamed } from '../store/decision-views.js';
import { DecisionExplained, DecisionsAnswer, explained, summaryOf } from './decision.dto.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

@ApiTags('reimbursements')
@Allow('seller', 'operator', 'service')
@Needs('reimbursements:read')
@Controller('reimbursements')
export class ReimbursementsController {
  constructor(private readonly turns: Turns) {}

  @Get()
  @ApiOperation({ summary: 'All decisions about an order, unit by unit' })
  @ApiQuery({ name: 'order', description: 'orderId or sellerFulfillmentOrderId' })
  @ApiOkResponse({ type: DecisionsAnswer })
  async ofOrder(@Caller() caller: Principal, @Query('order') order?: string): Promise<DecisionsAnswer> {
    // A parameter given twice comes as a list.
    if (typeof order !== 'string' || order === '' || order.includes('\u0000')) {
      throw invalidInput(['give ?order= with an orderId or a sellerFulfillmentOrderId']);
    }
    const found = await this.turns.read(caller, async (tx) => {
      const orderIds = await ordersNamed(tx, order, caller.sellerId);
      return orderIds.length === 0 ? undefined : decisionViews(tx, orderIds);
    });
    // F-12: the same words whether or not another seller has it.
    if (found === undefined) throw notFound(`reimbursements knows no order ${order} of yours: check the id`);
    return { decisions: found.map(summaryOf) };
  }

  @Get(':id')
  @ApiOperation({
    summary: 'One decision explained: facts, rules passed and failed in order, policy, amount (R-10)',
  })
  @ApiOkResponse({ type: DecisionExplained })
  async explain(@Caller() caller: Principal, @Param('id') id: string): Promise<DecisionExplained> {
    const words = `No reimbursement or decision ${id} of yours: check the id`;
    if (!UUID.test(id)) throw notFound(words);
    const found = await this.turns.read(caller, async (tx) => {
      const view = await decisionView(tx, id);
      if (!view || !maySee(caller, view)) return undefined;
      return { view, all: await decisionViews(tx, [view.orderId]) };
    });
    if (found === undefined) throw notFound(words);
    const { view, all } = found;
    return explained(
      view,
      all.filter(({ line, ordinal }) => line === view.line && ordinal === view.ordinal),
    );
  }
}
