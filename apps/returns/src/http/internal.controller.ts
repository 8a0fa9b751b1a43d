import { Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { toIso, type JourneyEntry } from '#contracts';
import { Turns } from '#messaging';
import { Allow, Caller, Needs, nextAfter, orderIdAsked, pageAsked } from '#runtime';
import type { Principal } from '#runtime';
import { journeyRows } from '../store/journey-rows.js';
import { placedUnits } from '../store/placed-units.js';
import { entriesOf } from './journey-entries.js';

/** What the gateway asks to answer for the whole system. */
@ApiExcludeController()
@Allow('seller', 'operator', 'service')
@Needs('accounting:read')
@Controller('internal')
export class ReturnsInternalController {
  constructor(private readonly turns: Turns) {}

  /** The law: every unit that has its place here, paged in unit order. */
  @Get('accounting')
  async accounting(
    @Caller() caller: Principal,
    @Query('after') after?: string,
    @Query('limit') limit?: string,
  ) {
    const asked = pageAsked(after, limit);
    const placed = await this.turns.read(caller, (tx) => placedUnits(tx, asked, caller.sellerId));
    const rows = placed.map((row) => ({
      ...row,
      since: toIso(row.since),
      recordedAt: toIso(row.recordedAt),
    }));
    return { rows, next: nextAfter(placed, asked) };
  }

  @Get('journey')
  async journey(
    @Caller() caller: Principal,
    @Query('orderId') orderId?: string,
  ): Promise<{ entries: JourneyEntry[] }> {
    const asked = orderIdAsked(orderId);
    const rows = await this.turns.read(caller, (tx) => journeyRows(tx, asked, caller.sellerId));
    return { entries: rows.flatMap(entriesOf) };
  }
}
