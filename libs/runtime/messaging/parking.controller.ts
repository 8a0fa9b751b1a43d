import { Controller, Get, HttpCode, Inject, Param, ParseIntPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { toIso } from '#contracts';
import { Messaging, type ParkedView } from '#messaging';
import { notFound } from '../http/api-error.js';
import { Allow, Caller, type Principal } from '../identity/principal.js';

const PAGE = 200;
const STATES = ['parked', 'redriven', 'discarded'];

/** Records put aside and reports that wait, for operators. */
@ApiTags('parked records')
@Controller()
@Allow('operator', 'service')
export class ParkingController {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  @Get('parked')
  @ApiOperation({
    summary: 'Records put aside, with the reason; `state` = parked (default), redriven, discarded',
  })
  async list(@Query('state') state?: string, @Query('after') after?: string): Promise<{ parked: object[] }> {
    const states = state && STATES.includes(state) ? [state] : ['parked'];
    const rows = await this.messaging.desk.list(states, Number(after) || 0, PAGE);
    return { parked: rows.map(view) };
  }

  @Get('parked/:id')
  @ApiOperation({ summary: 'One record with its headers and value' })
  async show(@Param('id', ParseIntPipe) id: number): Promise<object> {
    const row = await this.messaging.desk.show(id);
    if (!row) throw notFound(`There is no parked record ${id} here. List them with GET /parked.`);
    return view(row);
  }

  @Post('parked/:id/redrive')
  @HttpCode(200)
  @ApiOperation({ summary: 'Handle it again, head of its queue first' })
  async redrive(
    @Param('id', ParseIntPipe) id: number,
    @Caller() caller: Principal,
  ): Promise<{ outcome: string }> {
    return { outcome: await this.messaging.desk.request('redrive', id, caller.id) };
  }

  @Post('parked/:id/discard')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give it up for good; it stays on record' })
  async discard(
    @Param('id', ParseIntPipe) id: number,
    @Caller() caller: Principal,
  ): Promise<{ outcome: string }> {
    return { outcome: await this.messaging.desk.request('discard', id, caller.id) };
  }

  @Get('waiting')
  @ApiOperation({ summary: 'Reports that wait for what they name' })
  async waiting(@Query('after') after?: string): Promise<{ waiting: object[] }> {
    const rows = (await this.messaging.desk.waiting(Number(after) || 0, PAGE)) as { since: number }[];
    return { waiting: rows.map((row) => ({ ...row, since: toIso(row.since) })) };
  }
}

function view(row: ParkedView): object {
  return { ...row, parkedAt: toIso(row.parkedAt) };
}
