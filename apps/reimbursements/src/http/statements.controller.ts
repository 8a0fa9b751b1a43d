import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isInstantText, toInstant } from '#contracts';
import { Turns } from '#messaging';
import { Allow, ApiError, Caller, forbidden, invalidInput, Needs, notFound, validated } from '#runtime';
import type { Principal } from '#runtime';
import { makeStatement } from '../handlers/make-statement.js';
import type { StatementRefused } from '../handlers/make-statement.js';
import { statementAnswer, StatementAnswer, StatementDto } from './statement.dto.js';

@ApiTags('reimbursements')
@Controller('reimbursements/statements')
export class StatementsController {
  constructor(private readonly turns: Turns) {}

  /** Idempotent: a package has one statement, and saying it again answers as the first time. */
  @Post()
  @HttpCode(200)
  @Allow('seller')
  @Needs('reimbursements:write')
  @ApiOperation({ summary: 'The buyer of an untracked package has not received it (R-1)' })
  @ApiOkResponse({ type: StatementAnswer })
  async state(
    @Caller() caller: Principal,
    @Body(validated(StatementDto)) dto: StatementDto,
  ): Promise<StatementAnswer> {
    const { sellerId } = caller;
    if (sellerId === undefined) throw forbidden('Only a seller states what its buyer has not received');
    if (dto.statedAt !== undefined && !isInstantText(dto.statedAt)) {
      throw invalidInput(['statedAt must be an ISO 8601 instant with Z or an offset']);
    }
    const stated = { ...dto, statedAt: dto.statedAt === undefined ? undefined : toInstant(dto.statedAt) };
    const answer = await this.turns.command(caller, ({ tx }) => makeStatement(tx, sellerId, stated));
    if ('refused' in answer) throw refusal(answer);
    return statementAnswer(answer);
  }
}

// The model of the API has no 409: what cannot be stated is invalid input, with the date from which it can.
function refusal({ refused, message, details }: StatementRefused): ApiError {
  if (refused === 'not-found') return notFound(message);
  const why = [refused, details].filter((part) => part !== undefined).join(': ');
  return new ApiError(400, [{ code: 'InvalidInput', message, details: why }]);
}
