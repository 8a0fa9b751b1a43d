import { Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { toIso, type JourneyEntry } from '#contracts';
import { Turns } from '#messaging';
import type { Turn } from '#messaging';
import { Allow, Caller, invalidInput, Needs, nextAfter, orderIdAsked, pageAsked } from '#runtime';
import type { Principal } from '#runtime';
import { ordersNamed, ordersOfPackage, ordersOfTracking, shippedUnits } from '../store/extracts.js';
import { journeyRows } from '../store/journey-rows.js';
import { acceptedEntries, changedEntries, shippedEntries } from './journey-entries.js';

/** What the gateway asks to answer for the whole system. */
@ApiExcludeController()
@Allow('seller', 'operator', 'service')
@Needs('accounting:read')
@Controller('internal')
export class OrdersInternalController {
  constructor(private readonly turns: Turns) {}

  /** The law: every shipped unit, paged in unit order. */
  @Get('accounting')
  async accounting(
    @Caller() caller: Principal,
    @Query('after') after?: string,
    @Query('limit') limit?: string,
  ) {
    const asked = pageAsked(after, limit);
    const rows = await this.turns.read(caller, (tx) => shippedUnits(tx, asked, caller.sellerId));
    return {
      rows: rows.map((row) => ({ ...row, shippedAt: toIso(row.shippedAt) })),
      next: nextAfter(rows, asked),
    };
  }

  @Get('journey')
  async journey(
    @Caller() caller: Principal,
    @Query('orderId') orderId?: string,
  ): Promise<{ entries: JourneyEntry[] }> {
    const asked = orderIdAsked(orderId);
    const { accepted, packages } = await this.turns.read(caller, (tx) =>
      journeyRows(tx, asked, caller.sellerId),
    );
    const ofOrder = accepted ? [...acceptedEntries(accepted), ...changedEntries(accepted)] : [];
    return { entries: [...ofOrder, ...packages.flatMap(shippedEntries)] };
  }

  @Get('resolve')
  async resolve(
    @Caller() caller: Principal,
    @Query('order') order?: string,
    @Query('package') parcel?: string,
    @Query('tracking') tracking?: string,
  ): Promise<{ orderIds: string[] }> {
    const look = lookOf({ order, parcel, tracking }, caller.sellerId);
    const found = await this.turns.read(caller, look);
    return { orderIds: found.map((row) => row.order_id) };
  }
}

interface Question {
  order?: string | undefined;
  parcel?: string | undefined;
  tracking?: string | undefined;
}

function lookOf(
  { order, parcel, tracking }: Question,
  sellerId: string | undefined,
): (tx: Turn['tx']) => Promise<{ order_id: string }[]> {
  // A parameter given twice comes as a list.
  const asked: unknown[] = [order, parcel, tracking].filter((text) => text !== undefined);
  const [text] = asked;
  if (asked.length !== 1 || typeof text !== 'string' || text === '' || text.includes('\u0000')) {
    throw invalidInput(['give exactly one of order, package or tracking']);
  }
  const named = { name: text, sellerId };
  if (order !== undefined) return (tx) => ordersNamed(tx, named);
  if (parcel !== undefined) return (tx) => ordersOfPackage(tx, named);
  return (tx) => ordersOfTracking(tx, named);
}
