import { Controller, Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Allow, Caller, Gives, Needs, type Principal } from '#runtime';
import type { Accounting } from '../domain/accounting.js';
import * as docs from './api-schemas.js';
import { AccountUnits } from '../handlers/account-units.js';

@Controller('accounting')
@Allow('seller', 'operator')
@Needs('accounting:read')
export class AccountingController {
  constructor(private readonly accountUnits: AccountUnits) {}

  @Get()
  @ApiOperation({ summary: 'Every shipped unit by state: no unit unaccounted for, no unit paid twice' })
  @Gives(docs.accounting)
  account(@Caller() caller: Principal): Promise<Accounting> {
    return this.accountUnits.handle(caller);
  }
}
