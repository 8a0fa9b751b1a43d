import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery } from '@nestjs/swagger';
import { Allow, Caller, Gives, Needs, type Principal } from '#runtime';
import * as docs from './api-schemas.js';
import { ReadJourney, type JourneyQuery, type Journeys } from '../handlers/read-journey.js';

@Controller('journeys')
@Allow('seller', 'operator')
@Needs('accounting:read')
export class JourneysController {
  constructor(private readonly readJourney: ReadJourney) {}

  @Get()
  @ApiOperation({ summary: 'Reports, facts and decisions of all services on one time line, with rule ids' })
  @ApiQuery({
    name: 'order',
    required: false,
    type: String,
    description: 'order id, or the seller’s own order id',
  })
  @ApiQuery({ name: 'package', required: false, type: String, description: 'package id or package number' })
  @ApiQuery({ name: 'tracking', required: false, type: String, description: 'tracking number' })
  @Gives(docs.journeys)
  journeys(@Query() query: JourneyQuery, @Caller() caller: Principal): Promise<Journeys> {
    return this.readJourney.handle(caller, query);
  }
}
