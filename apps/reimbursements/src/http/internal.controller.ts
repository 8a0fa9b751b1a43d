import { Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { toIso } from '#contracts';
import { Turns } from '#messaging';
import { Allow, Caller, invalidInput } from '#runtime';
import type { Principal } from '#runtime';
import { accountingRows } from '../store/accounting-rows.js';
import { decisionViews } from '../store/decision-views.js';
import { statementsOf } from '../store/statements.js';
import { decisionEntry, statementEntry } from './journey-entries.js';
import type { JourneyEntry } from './journey-entries.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const START = { orderId: '00000000-0000-0000-0000-000000000000', line: 0, ordinal: 0 };
const PAGE = 5000;

/** What the gateway asks to answer for the whole system. */
@ApiExcludeController()
@Allow('seller', 'operator', 'service')
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
    const from = after === undefined || after === '' ? START : positionOf(after);
    const most = limitOf(limit);
    const found = await this.turns.read(caller, (tx) => accountingRows(tx, from, most));
    const last = found.at(-1);
    const next = last && found.length === most ? `${last.orderId},${last.line},${last.ordinal}` : null;
    return { rows: found.map((row) => ({ ...row, since: toIso(row.since) })), next };
  }

  @Get('journey')
  async journey(
    @Caller() caller: Principal,
    @Query('orderId') orderId = '',
  ): Promise<{ entries: JourneyEntry[] }> {
    if (!UUID.test(orderId)) throw invalidInput(['orderId must be a UUID in lower case']);
    const [statements, decisions] = await this.turns.read(caller, async (tx) => [
      await statementsOf(tx, orderId),
      await decisionViews(tx, [orderId]),
    ]);
    return { entries: [...statements.map(statementEntry), ...decisions.map(decisionEntry)] };
  }
}

function positionOf(after: string): typeof START {
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
