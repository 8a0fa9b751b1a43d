import { Controller, Get, Query } from '@nestjs/common';
import { toIso } from '#contracts';
import { Turns } from '#messaging';
import { Allow, Caller, invalidInput } from '#runtime';
import type { Principal } from '#runtime';
import { accountingPage } from '../store/accounting.js';
import type { AccountedUnit } from '../store/accounting.js';
import { knownPackagesOfOrder } from '../store/known-packages.js';
import { journeyEntries } from './journey-entries.js';
import type { JourneyEntry } from './journey-entries.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const START = '00000000-0000-0000-0000-000000000000,0,0';
const PAGE = 5000;

/** What the gateway asks to answer for the whole system. */
@Allow('seller', 'operator', 'service')
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
    const from = positionOf(after || START);
    const most = limitOf(limit);
    const rows = await this.turns.read(caller, (tx) => accountingPage(tx, from, most));
    const last = rows.at(-1);
    const next = last && rows.length === most ? `${last.orderId},${last.line},${last.ordinal}` : null;
    return { rows: rows.map(onTheWire), next };
  }

  @Get('journey')
  async journey(
    @Caller() caller: Principal,
    @Query('orderId') orderId = '',
  ): Promise<{ entries: JourneyEntry[] }> {
    if (!UUID.test(orderId)) throw invalidInput(['orderId must be a UUID in lower case']);
    const packages = await this.turns.read(caller, (tx) => knownPackagesOfOrder(tx, orderId));
    return { entries: packages.flatMap(journeyEntries) };
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

function positionOf(after: string): { orderId: string; line: number; ordinal: number } {
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
