import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Turns } from '#messaging';
import { Allow, Caller, invalidInput, knownContent, Needs, validated } from '#runtime';
import type { Principal } from '#runtime';
import { networkFaults } from '../domain/network-faults.js';
import { networkInForce, putNetwork } from '../store/networks.js';
import { NetworkDto } from './network.dto.js';

/** The network itself: fulfilment centres, calendars, routes, fees and features, as data. */
@ApiTags('network')
@Controller('network')
export class NetworkController {
  constructor(private readonly turns: Turns) {}

  @Put()
  @Allow('operator')
  @Needs('network:write')
  @ApiOperation({
    summary: 'Says what the network is from now on',
    description: 'All of it at once. What was planned stays planned; earlier versions are kept.',
  })
  @ApiOkResponse({ description: 'In force: `{}`.' })
  @ApiBadRequestResponse({ description: 'Every fault, one entry each; nothing was changed.' })
  async put(@Body(validated(NetworkDto)) body: NetworkDto, @Caller() caller: Principal): Promise<object> {
    const network = knownContent(NetworkDto, body);
    const faults = networkFaults(network);
    if (faults.length > 0) throw invalidInput(faults);
    await this.turns.command(caller, async ({ tx }) => {
      putNetwork(tx, network, await tx.now());
      return { answer: undefined, facts: [] };
    });
    return {};
  }

  @Get()
  @Allow('operator', 'warehouse', 'network')
  @Needs('network:read')
  @ApiOperation({ summary: 'What the network is' })
  @ApiOkResponse({ type: NetworkDto })
  show(@Caller() caller: Principal): Promise<object> {
    return this.turns.read(caller, networkInForce);
  }
}
