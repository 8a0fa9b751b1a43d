import { Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { toIso, type JourneyEntry } from '#contracts';
import { Turns } from '#messaging';
import { Allow, Caller, maySee, Needs, nextAfter, orderIdAsked, pageAsked } from '#runtime';
import type { Principal } from '#runtime';
import { accountingPage } from '../store/accounting.js';
import type { AccountedUnit } from '../store/accounting.js';
import { knownPackagesOfOrder } from '../store/known-packages.js';
import { journeyEntries } from './journey-entries.js';

/** What the gateway asks to answer for the whole system. */
@ApiExcludeController()
@Allow('seller', 'operator', 'service')
@Needs('accounting:read')
@Controller('internal')
export class TrackingInternalController {
  constructor(private readonly turns: Turns) {}

  /** The law: the place of every shipped unit that is not handed over to returns, paged in unit order. */
  @Get('accounting')
  async accounting(
    @Caller() caller: Principal,
    @Query('after') after?: string,
    @Query('limit') limit?: string,
  ) {
    const asked = pageAsked(after, limit);
    const rows = await this.turns.read(caller, (tx) => accountingPage(tx, asked, caller.sellerId));
    return { rows: rows.map(onTheWire), next: nextAfter(rows, asked) };
  }

  @Get('journey')
  async journey(
    @Caller() caller: Principal,
    @Query('orderId') orderId?: string,
  ): Promise<{ entries: JourneyEntry[] }> {
    const asked = orderIdAsked(orderId);
    const packages = await this.turns.read(caller, (tx) => knownPackagesOfOrder(tx, asked));
    return {
      entries: packages.filter(({ shipped }) => maySee(caller, shipped)).flatMap(journeyEntries),
    };
  }
}

function onTheWire({ since, overdueAt, recordedAt, ...row }: AccountedUnit) {
  return {
    ...row,
    since: toIso(since),
    overdueAt: overdueAt === null ? null : toIso(overdueAt),
    recordedAt: toIso(recordedAt),
  };
}
