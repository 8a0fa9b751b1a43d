import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Turns } from '#messaging';
import { Allow, Caller, invalidInput, Needs, notFound } from '#runtime';
import type { Principal } from '#runtime';
import { readDestination } from '../handlers/read-destination.js';
import { BuyerKeys } from '../store/buyer-keys.js';
import { openShipment, openShipments } from '../store/open-shipments.js';
import { asSeller, pageTokenAt, pageTokenOf } from './seller-asked.js';
import { openShipmentAnswer, shipmentToShip } from './warehouse-answer.js';

const PAGE = 200;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What fulfilment centres are asked to ship, and where it goes. */
@ApiTags('warehouse')
@Allow('warehouse', 'network')
@Needs('shipments:read')
@Controller('warehouse/shipments')
export class WarehouseController {
  constructor(
    private readonly turns: Turns,
    private readonly keys: BuyerKeys,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The shipments that are to leave, those asked for longest ago first',
    description: 'As ShipmentRequested told them. Without addresses: those are read one by one.',
  })
  @ApiQuery({ name: 'fulfillmentCenterId', required: true, description: 'Of which fulfilment centre' })
  @ApiQuery({ name: 'nextToken', required: false, description: 'The nextToken of the page before' })
  @ApiOkResponse({ description: `A page of ${PAGE}; without \`nextToken\` the last.` })
  async list(
    @Caller() caller: Principal,
    @Query('fulfillmentCenterId') center?: string,
    @Query('nextToken') nextToken?: string,
  ): Promise<object> {
    if (typeof center !== 'string' || center === '' || center.includes('\u0000'))
      throw invalidInput(['fulfillmentCenterId is required, once']);
    const after = pageTokenOf(nextToken);
    if (after !== '' && !UUID.test(after))
      throw invalidInput(['nextToken must be the nextToken of an earlier page']);
    const found = await this.turns.read(caller, (tx) =>
      openShipments(tx, center, caller.reach ?? {}, after, PAGE + 1),
    );
    const page = found.slice(0, PAGE);
    return {
      shipments: page.map(openShipmentAnswer),
      ...(found.length > PAGE && { nextToken: pageTokenAt(page.at(-1)?.shipmentId ?? '') }),
    };
  }

  @Get(':shipmentId')
  @ApiOperation({
    summary: 'Where a shipment goes, and what belongs in it, as long as it is open',
    description: 'Each read is noted for good: who, when, which shipment.',
  })
  @ApiOkResponse({ description: 'The shipment with its address.' })
  @ApiNotFoundResponse({ description: 'No open shipment of that id is to leave a centre of yours.' })
  async show(@Param('shipmentId') shipmentId: string, @Caller() caller: Principal): Promise<object> {
    const found = UUID.test(shipmentId)
      ? await this.turns.read(caller, (tx) => openShipment(tx, shipmentId, caller.reach ?? {}))
      : undefined;
    if (!found) throw noSuchShipment();
    const { kind, id } = caller;
    const destination = await this.turns.command(asSeller(caller, found.sellerId), async ({ tx }) => ({
      answer: await readDestination(tx, found, { kind, id }, this.keys),
      facts: [],
    }));
    if (!destination) throw noSuchShipment();
    return shipmentToShip(found, destination);
  }
}

const noSuchShipment = () => notFound('There is no open shipment of that id for your fulfilment centres');
