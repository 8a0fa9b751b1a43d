import { Controller, Get, Query } from '@nestjs/common';
import { toIso } from '#contracts';
import { Turns } from '#messaging';
import type { Turn } from '#messaging';
import { Allow, Caller, invalidInput } from '#runtime';
import type { Principal } from '#runtime';
import { ordersNamed, ordersOfPackage, ordersOfTracking, shippedUnits } from '../store/extracts.js';
import type { UnitPosition } from '../store/extracts.js';
import { journeyRows } from '../store/journey-rows.js';
import { acceptedEntries, shippedEntries } from './journey-entries.js';
import type { JourneyEntry } from './journey-entries.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const START: UnitPosition = { orderId: '00000000-0000-0000-0000-000000000000', line: 0, ordinal: 0 };
const PAGE = 5000;

/** What the gateway asks to answer for the whole system. */
@Allow('seller', 'operator', 'service')
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
    const from = after === undefined || after === '' ? START : positionOf(after);
    const most = limitOf(limit);
    const rows = await this.turns.read(caller, (tx) => shippedUnits(tx, from, most));
    const last = rows.at(-1);
    const next = last && rows.length === most ? `${last.orderId},${last.line},${last.ordinal}` : null;
    return { rows: rows.map((row) => ({ ...row, shippedAt: toIso(row.shippedAt) })), next };
  }

  @Get('journey')
  async journey(
    @Caller() caller: Principal,
    @Query('orderId') orderId = '',
  ): Promise<{ entries: JourneyEntry[] }> {
    if (!UUID.test(orderId)) throw invalidInput(['orderId must be a UUID in lower case']);
    const { accepted, packages } = await this.turns.read(caller, (tx) => journeyRows(tx, orderId));
    return { entries: [...(accepted ? acceptedEntries(accepted) : []), ...packages.flatMap(shippedEntries)] };
  }

  @Get('resolve')
  async resolve(
    @Caller() caller: Principal,
    @Query('order') order?: string,
    @Query('package') parcel?: string,
    @Query('tracking') tracking?: string,
  ): Promise<{ orderIds: string[] }> {
    const look = lookOf({ order, parcel, tracking });
    const found = await this.turns.read(caller, look);
    return { orderIds: found.map((row) => row.order_id) };
  }
}

interface Question {
  order?: string | undefined;
  parcel?: string | undefined;
  tracking?: string | undefined;
}

function lookOf({ order, parcel, tracking }: Question): (tx: Turn['tx']) => Promise<{ order_id: string }[]> {
  // A parameter given twice comes as a list.
  const asked: unknown[] = [order, parcel, tracking].filter((text) => text !== undefined);
  const [text] = asked;
  if (asked.length !== 1 || typeof text !== 'string' || text === '' || text.includes('\u0000')) {
    throw invalidInput(['give exactly one of order, package or tracking']);
  }
  if (order !== undefined) return (tx) => ordersNamed(tx, order);
  if (parcel !== undefined) return (tx) => ordersOfPackage(tx, parcel);
  return (tx) => ordersOfTracking(tx, text);
}

function positionOf(after: string): UnitPosition {
  const [orderId = '', line = '', ordinal = ''] = after.split(',');
  if (!UUID.test(orderId) || !/^\d{1,9}$/.test(line) || !/^\d{1,9}$/.test(ordinal)) {
    throw invalidInput(['after must be <orderId>,<line>,<ordinal>, as an earlier page said in next']);
  }
  return { orderId, line: Number(line), ordinal: Number(ordinal) };
}

function limitOf(limit = String(PAGE)): number {
  const most = Number(limit);
  if (!/^\d{1,6}$/.test(limit) || most < 1 || most > 50_000) {
    throw invalidInput(['limit must be a whole number from 1 to 50000']);
  }
  return most;
}
