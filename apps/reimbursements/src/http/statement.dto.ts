import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { toIso } from '#contracts';
import { IsIn, IsInt, IsISO8601, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import type { StatementMade } from '../handlers/make-statement.js';

/** what a seller states about an untracked package. */
export class StatementDto {
  @ApiProperty({ maxLength: 40 })
  @IsString()
  @Length(1, 40)
  @Matches(/^[^\0]*$/, { message: 'sellerFulfillmentOrderId must not contain NUL' })
  sellerFulfillmentOrderId!: string;

  @ApiPropertyOptional({ description: 'Which package; may be left out when the order has only one' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  packageNumber?: number;

  @ApiProperty({ enum: ['buyer-has-not-received'] })
  @IsIn(['buyer-has-not-received'])
  statement!: 'buyer-has-not-received';

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'When the buyer said so. Kept; our own instant counts',
  })
  @IsOptional()
  @IsISO8601({ strict: true })
  statedAt?: string;
}

class StatedUnit {
  @ApiProperty() line!: number;
  @ApiProperty() ordinal!: number;
  @ApiProperty() sellerSku!: string;
  @ApiProperty({ description: 'How the unit stands now' }) settlement!: string;
}

export class StatementAnswer {
  @ApiProperty({ format: 'uuid' }) statementId!: string;
  @ApiProperty({ format: 'uuid' }) orderId!: string;
  @ApiProperty({ format: 'uuid' }) packageId!: string;
  @ApiProperty() packageNumber!: number;
  @ApiProperty({ format: 'date-time', description: 'The instant that counts: of the first statement' })
  madeAt!: string;
  @ApiProperty({ type: [StatedUnit] }) units!: StatedUnit[];
}

export function statementAnswer({ statement, packageNumber, units }: StatementMade): StatementAnswer {
  return {
    statementId: statement.key,
    orderId: statement.orderId,
    packageId: statement.packageId,
    packageNumber,
    madeAt: toIso(statement.knownAt),
    units: units.map(({ line, ordinal, shipped, settlement }) => ({
      line,
      ordinal,
      sellerSku: shipped?.sellerSku ?? '',
      settlement,
    })),
  };
}
