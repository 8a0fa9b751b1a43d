import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { standings, toIso } from '#contracts';
import { Acting, Allow, Gives, invalidInput, Needs, notFound, Takes, type Actor } from '#runtime';
import { ratePlans } from '../domain/rate-plan.js';
import { KeepSellers } from '../handlers/keep-sellers.js';
import * as docs from './api-schemas.js';
import type { RegisteredSeller } from '../store/sellers.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id from a path: what is no uuid cannot exist. */
export function idInPath(id: string, what: string): string {
  if (!UUID.test(id)) throw notFound(`No ${what} has the id ${id}`);
  return id.toLowerCase();
}

const shown = ({ addedAt, revokedAt, ...seller }: RegisteredSeller): object => ({
  ...seller,
  addedAt: toIso(addedAt),
  revokedAt: revokedAt === null ? null : toIso(revokedAt),
});

@Controller('admin/sellers')
@Allow('operator')
export class SellersController {
  constructor(private readonly sellers: KeepSellers) {}

  @Post()
  @Needs('sellers:write')
  @ApiOperation({ summary: 'Add a seller; its keys are shown this once' })
  @Takes(docs.sellerAsked)
  @Gives(docs.sellerAdded, 201)
  add(
    @Body() request: { name?: unknown; sandbox?: unknown; plan?: unknown; rotating?: unknown } | undefined,
    @Acting() operator: Actor,
  ): Promise<object> {
    return this.sellers.add(operator, request ?? {});
  }

  @Get()
  @Needs('sellers:read')
  @ApiOperation({ summary: 'Every seller' })
  @Gives(docs.sellers)
  async list(@Acting() operator: Actor): Promise<{ sellers: object[] }> {
    return { sellers: (await this.sellers.list(operator)).map(shown) };
  }

  @Patch(':id')
  @Needs('sellers:write')
  @ApiOperation({
    summary: 'Change the standing (good, not-good; R-5) or the rate plan (default, unlimited)',
  })
  @Takes(docs.sellerChange)
  @Gives(docs.seller)
  async change(
    @Param('id') id: string,
    @Body() request: { standing?: unknown; plan?: unknown } | undefined,
    @Acting() operator: Actor,
  ): Promise<object> {
    const { standing: standingAsked, plan: planAsked } = request ?? {};
    if ((standingAsked === undefined) === (planAsked === undefined))
      throw invalidInput(['give either standing or plan']);
    const sellerId = idInPath(id, 'seller');
    if (planAsked !== undefined) {
      const plan = ratePlans.find((known) => known === planAsked);
      if (plan === undefined) throw invalidInput([`plan: must be one of ${ratePlans.join(', ')}`]);
      return shown(await this.sellers.changePlan(operator, sellerId, plan));
    }
    const standing = standings.find((known) => known === standingAsked);
    if (standing === undefined) throw invalidInput([`standing: must be one of ${standings.join(', ')}`]);
    return shown(await this.sellers.changeStanding(operator, sellerId, standing));
  }

  @Delete(':id')
  @Needs('sellers:write')
  @ApiOperation({ summary: 'Revoke a seller: its keys and tokens count no more' })
  @Gives(docs.seller)
  async revoke(@Param('id') id: string, @Acting() operator: Actor): Promise<object> {
    return shown(await this.sellers.revoke(operator, idInPath(id, 'seller')));
  }
}
