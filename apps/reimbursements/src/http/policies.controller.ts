import { Body, Controller, Get, Inject, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { isInstantText, toInstant, toIso } from '#contracts';
import { Turns } from '#messaging';
import { Acting, keepAct, Allow, Caller, CONFIG, invalidInput, Needs, validated } from '#runtime';
import type { Actor, Principal, ServiceConfig } from '#runtime';
import { policyInForce } from '../domain/policy-in-force.js';
import { putPolicy } from '../handlers/put-policy.js';
import { policies } from '../store/policies.js';
import { PoliciesAnswer, policyAnswer, PolicyAnswer, PutPolicyDto } from './policy.dto.js';

@ApiTags('policies')
@Controller('policies')
export class PoliciesController {
  constructor(
    private readonly turns: Turns,
    @Inject(CONFIG) private readonly config: Pick<ServiceConfig, 'simulated'>,
  ) {}

  @Put()
  @Allow('operator')
  @Needs('policies:write')
  @ApiOperation({ summary: 'Publish a version of the policy; refused with every reason at once' })
  @ApiOkResponse({ type: PolicyAnswer })
  async put(@Acting() actor: Actor, @Body(validated(PutPolicyDto)) dto: PutPolicyDto): Promise<PolicyAnswer> {
    if (!isInstantText(dto.from))
      throw invalidInput(['from must be an ISO 8601 instant with Z or an offset']);
    const put = {
      version: dto.version,
      marketplaceId: dto.marketplaceId,
      from: toInstant(dto.from),
      policy: dto.policy,
    };
    const answer = await this.turns.command(actor, async ({ tx }) => {
      const done = await putPolicy(tx, put, this.config.simulated);
      if ('published' in done.answer) {
        const { policyId } = done.answer.published;
        keepAct(tx, actor, { action: 'policy.put', subject: `policy ${policyId}` });
      }
      return done;
    });
    if ('faults' in answer) throw invalidInput(answer.faults);
    return policyAnswer(answer.published);
  }

  @Get()
  @Allow('seller', 'operator', 'service')
  @Needs('policies:read')
  @ApiOperation({ summary: 'The policies in force at an instant, and every version' })
  @ApiQuery({ name: 'at', required: false, description: 'ISO 8601; without it now' })
  @ApiOkResponse({ type: PoliciesAnswer })
  async show(@Caller() caller: Principal, @Query('at') at?: string): Promise<PoliciesAnswer> {
    if (at !== undefined && (typeof at !== 'string' || !isInstantText(at))) {
      throw invalidInput(['at must be an ISO 8601 instant with Z or an offset']);
    }
    const { all, instant } = await this.turns.read(caller, async (tx) => ({
      all: await policies(tx),
      instant: at === undefined ? await tx.now() : toInstant(at),
    }));
    const marketplaces = [...new Set(all.map(({ marketplaceId }) => marketplaceId))];
    const inForce = marketplaces.flatMap((marketplace) => policyInForce(all, marketplace, instant) ?? []);
    return {
      at: toIso(instant),
      inForce: [...new Set(inForce)].map(policyAnswer),
      policies: all.map(policyAnswer),
    };
  }
}
