import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { toIso } from '#contracts';
import { Messaging, type ParkedView } from '#messaging';
import { invalidInput, notFound } from '../http/api-error.js';
import { Allow, Caller, Needs, type Principal } from '../identity/principal.js';

const MOST = 1_000;
const STATES = ['parked', 'redriven', 'discarded'];

function wholeNumber(text: string | undefined, name: string, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^\d{1,15}$/.test(text)) throw invalidInput([`${name}: must be a whole number`]);
  return Number(text);
}

const shown = <P extends ParkedView>(parked: P): Omit<P, 'parkedAt'> & { parkedAt: string } => ({
  ...parked,
  parkedAt: toIso(parked.parkedAt),
});

/** What this service put aside, and what waits until it is known: seen and worked off by the operator. */
@ApiExcludeController()
@Controller()
@Allow('service', 'operator')
export class ParkedController {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  @Get('parked')
  @Needs('parked:read')
  async list(
    @Query('after') after?: string,
    @Query('limit') limit?: string,
    @Query('state') state = 'parked',
  ): Promise<{ parked: object[] }> {
    if (!STATES.includes(state)) throw invalidInput([`state: must be one of ${STATES.join(', ')}`]);
    const most = Math.min(wholeNumber(limit, 'limit', 100), MOST);
    const parked = await this.messaging.desk.list([state], wholeNumber(after, 'after', 0), most);
    return { parked: parked.map(shown) };
  }

  @Get('parked/:id')
  @Needs('parked:read')
  async show(@Param('id') id: string): Promise<object> {
    const parked = await this.messaging.desk.show(wholeNumber(id, 'id', 0));
    if (parked === undefined) throw notFound(`Nothing is parked under ${id}`);
    return shown(parked);
  }

  @Get('waiting')
  @Needs('parked:read')
  async waiting(
    @Query('after') after?: string,
    @Query('limit') limit?: string,
  ): Promise<{ waiting: object[] }> {
    const most = Math.min(wholeNumber(limit, 'limit', 100), MOST);
    const rows = await this.messaging.desk.waiting(wholeNumber(after, 'after', 0), most);
    return { waiting: rows.map(withIsoSince) };
  }

  @Post('parked/:id/redrive')
  @Needs('parked:write')
  @HttpCode(200)
  async redrive(@Param('id') id: string, @Caller() caller: Principal): Promise<{ outcome: string }> {
    return {
      outcome: await this.messaging.desk.request('redrive', wholeNumber(id, 'id', 0), nameOf(caller)),
    };
  }

  @Post('parked/:id/discard')
  @Needs('parked:write')
  @HttpCode(200)
  async discard(@Param('id') id: string, @Caller() caller: Principal): Promise<{ outcome: string }> {
    return {
      outcome: await this.messaging.desk.request('discard', wholeNumber(id, 'id', 0), nameOf(caller)),
    };
  }
}

const nameOf = ({ kind, id }: Principal): string => (kind === id ? kind : `${kind} ${id}`);

const withIsoSince = (row: object): object => {
  const since = (row as { since?: unknown }).since;
  return typeof since === 'number' ? { ...row, since: toIso(since) } : row;
};
