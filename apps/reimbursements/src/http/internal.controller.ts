import { Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { toIso, type JourneyEntry } from '#contracts';
import { Turns } from '#messaging';
import { Allow, Caller, maySee, Needs, nextAfter, orderIdAsked, pageAsked } from '#runtime';
import type { Principal } from '#runtime';
import { accountingRows } from '../store/accounting-rows.js';
import { decisionViews } from '../store/decision-views.js';
import { statementsOf } from '../store/statements.js';
import { decisionEntry, statementEntry } from './journey-entries.js';

/** What the gateway asks to answer for the whole system. */
@ApiExcludeController()
@Allow('seller', 'operator', 'service')
@Needs('accounting:read')
@Controller('internal')
export class ReimbursementsInternalController {
  constructor(private readonly turns: Turns) {}

  /** The law: the settlement of every unit, paged in unit order. */
  @Get('accounting')
  async accounting(
    @Caller() caller: Principal,
    @Query('after') after?: string,
    @Query('limit') limit?: string,
  ) {
    const asked = pageAsked(after, limit);
    const found = await this.turns.read(caller, (tx) => accountingRows(tx, asked, caller.sellerId));
    return { rows: found.map((row) => ({ ...row, since: toIso(row.since) })), next: nextAfter(found, asked) };
  }

  @Get('journey')
  async journey(
    @Caller() caller: Principal,
    @Query('orderId') orderId?: string,
  ): Promise<{ entries: JourneyEntry[] }> {
    const asked = orderIdAsked(orderId);
    const [statements, decisions] = await this.turns.read(caller, async (tx) => [
      await statementsOf(tx, asked, caller.sellerId),
      await decisionViews(tx, [asked]),
    ]);
    const seen = decisions.filter((one) => maySee(caller, one));
    return { entries: [...statements.map(statementEntry), ...seen.map(decisionEntry)] };
  }
}
