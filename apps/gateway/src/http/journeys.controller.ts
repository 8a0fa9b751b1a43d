import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery } from '@nestjs/swagger';
import { Allow, Caller, Needs, type Principal } from '#runtime';
import { ReadJourney, type JourneyQuery, type Journeys } from '../handlers/read-journey.js';

@Controller('journeys')
@Allow('seller', 'operator')
@Needs('accounting:read')
export class JourneysController {
  constructor(private readonly readJourney: ReadJourney) {}

  @Get()
  @ApiOperation({ summary: 'Reports, facts and decisions of all services on one time line, with rule ids' })
  @ApiQuery({ name: 'order', required: false, description: 'order id, or the seller’s own order id' })
  @ApiQuery({ name: 'package', required: false, description: 'package id or package number' })
  @ApiQuery({ name: 'tracking', required: false, description: 'tracking number' })
  journeys(@Query() query: JourneyQuery, @Caller() caller: Principal): Promise<Journeys> {
    return this.readJourney.handle(caller, query);
  }
}
