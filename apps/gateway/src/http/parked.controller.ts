import { applyDecorators, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery } from '@nestjs/swagger';
import {
  Acting,
  lineOf,
  type Actor,
  Allow,
  Caller,
  Gives,
  Needs,
  notFound,
  type Principal,
  type ServiceName,
} from '#runtime';
import * as docs from './api-schemas.js';
import { AskParked } from '../handlers/ask-parked.js';
import { Trail } from '../handlers/trail.js';

const SERVICES = ['orders', 'tracking', 'returns', 'reimbursements'] as const;

function serviceInPath(name: string): ServiceName {
  const service = SERVICES.find((known) => known === name);
  if (service === undefined) throw notFound(`No service is called ${name}; there are ${SERVICES.join(', ')}`);
  return service;
}

const queryText = (query: Record<string, string>): string => {
  const text = new URLSearchParams(query).toString();
  return text === '' ? '' : `?${text}`;
};

const number = { type: 'integer', minimum: 0 } as const;
const Pages = (): MethodDecorator =>
  applyDecorators(
    ApiQuery({ name: 'after', required: false, schema: number, description: 'id of the last one seen' }),
    ApiQuery({ name: 'limit', required: false, schema: number }),
  );

/** Over all services; in each, the same paths without the service's name. */
@Controller()
@Allow('operator')
export class ParkedAnywhereController {
  constructor(
    private readonly parked: AskParked,
    private readonly trail: Trail,
  ) {}

  @Get('parked')
  @Needs('parked:read')
  @ApiOperation({ summary: 'What the services put aside, with its reason' })
  @Pages()
  @ApiQuery({ name: 'state', required: false, schema: { type: 'string' } })
  @Gives(docs.parked)
  list(@Query() query: Record<string, string>, @Caller() caller: Principal): Promise<object> {
    return this.parked.list('parked', caller, queryText(query));
  }

  @Get('waiting')
  @Needs('parked:read')
  @ApiOperation({ summary: 'Reports that wait until what they name is known' })
  @Pages()
  @Gives(docs.waiting)
  waiting(@Query() query: Record<string, string>, @Caller() caller: Principal): Promise<object> {
    return this.parked.list('waiting', caller, queryText(query));
  }

  @Get('parked/:service/:id')
  @Needs('parked:read')
  @ApiOperation({ summary: 'One record that was put aside' })
  show(
    @Param('service') service: string,
    @Param('id') id: string,
    @Caller() caller: Principal,
  ): Promise<unknown> {
    return this.parked.show(serviceInPath(service), id, caller);
  }

  @Post('parked/:service/:id/redrive')
  @Needs('parked:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Try it again in its place' })
  @Gives(docs.outcome)
  redrive(
    @Param('service') service: string,
    @Param('id') id: string,
    @Acting() actor: Actor,
  ): Promise<unknown> {
    return this.ask(service, id, 'redrive', actor);
  }

  @Post('parked/:service/:id/discard')
  @Needs('parked:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give it up; it stays on record' })
  @Gives(docs.outcome)
  discard(
    @Param('service') service: string,
    @Param('id') id: string,
    @Acting() actor: Actor,
  ): Promise<unknown> {
    return this.ask(service, id, 'discard', actor);
  }

  /** What became of it is on the service's own trail; by which key and in which request, on this one. */
  private ask(name: string, id: string, action: 'redrive' | 'discard', actor: Actor): Promise<unknown> {
    const service = serviceInPath(name);
    const subject = `parked record ${/^\d{1,15}$/.test(id) ? id : 'of no number'} of ${service}`;
    this.trail.note(lineOf(actor, { action: `parked.${action}`, subject, outcome: 'asked for' }));
    return this.parked.request(service, id, action, actor);
  }
}
