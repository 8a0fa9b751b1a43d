import { Controller, Get, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOkResponse } from '@nestjs/swagger';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Turns } from '#messaging';
import { Allow, Caller, invalidInput, Needs, notFound, sellerOf } from '#runtime';
import type { Principal } from '#runtime';
import { knownPackageNumbered } from '../store/known-packages.js';
import { policyVersions } from '../store/policies.js';
import { trackingDetails } from './tracking-details.js';
import { TrackingLinks } from './tracking-links.js';

const INT32_MAX = 2_147_483_647;

/** Packages as programs of the Selling Partner API ask for them. */
@ApiTags('fulfillmentOrders')
@Allow('seller')
@Needs('tracking:read')
@Controller('fba/outbound/2020-07-01/tracking')
export class TrackingController {
  constructor(
    private readonly turns: Turns,
    private readonly links: TrackingLinks,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'getPackageTrackingDetails',
    summary: 'Where a package is, and its scans, the latest first',
  })
  @ApiQuery({
    name: 'packageNumber',
    required: true,
    schema: { type: 'integer', format: 'int32', minimum: 1 },
  })
  @ApiOkResponse({ description: 'The package, as `{"payload": ...}` of the model.' })
  @ApiBadRequestResponse({ description: 'packageNumber is no number.' })
  @ApiNotFoundResponse({ description: 'The seller has no package of that number.' })
  async get(@Caller() caller: Principal, @Query('packageNumber') asked?: unknown): Promise<object> {
    const packageNumber = numberIn(asked);
    const payload = await this.turns.read(caller, async (tx) => {
      const known = await knownPackageNumbered(tx, sellerOf(caller), packageNumber);
      if (!known) return undefined;
      const link = this.links.linkTo(known.shipped);
      return trackingDetails(known, link, await policyVersions(tx), await tx.now());
    });
    if (!payload)
      throw notFound(
        `There is no package of that packageNumber; one shipped a moment ago may take a second to appear`,
      );
    return { payload };
  }
}

// A parameter given twice comes as a list.
function numberIn(asked: unknown): number {
  const number = typeof asked === 'string' && /^\d{1,10}$/.test(asked) ? Number(asked) : 0;
  if (number >= 1 && number <= INT32_MAX) return number;
  throw invalidInput([
    `packageNumber must be a whole number from 1 to ${INT32_MAX}, as getFulfillmentOrder gives it`,
  ]);
}
