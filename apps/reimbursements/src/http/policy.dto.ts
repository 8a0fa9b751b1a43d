import { ApiProperty } from '@nestjs/swagger';
import { Policy, toIso } from '#contracts';
import { IsISO8601, IsObject, IsString, Length } from 'class-validator';
import type { PublishedPolicy } from '../domain/policy-in-force.js';

export class PutPolicyDto {
  @ApiProperty({ maxLength: 64 })
  @IsString()
  @Length(1, 64)
  version!: string;

  @ApiProperty({ description: "A marketplace, or '*' for every one without its own" })
  @IsString()
  @Length(1, 64)
  marketplaceId!: string;

  @ApiProperty({ format: 'date-time', description: 'Counts for packages shipped at or after this instant' })
  @IsISO8601({ strict: true })
  from!: string;

  @ApiProperty({ type: Object, description: 'The whole policy' })
  @IsObject()
  policy!: unknown;
}

export class PolicyAnswer {
  @ApiProperty({ format: 'uuid' }) policyId!: string;
  @ApiProperty() version!: string;
  @ApiProperty() marketplaceId!: string;
  @ApiProperty({ format: 'date-time' }) from!: string;
  @ApiProperty({ type: Object }) policy!: Policy;
}

export class PoliciesAnswer {
  @ApiProperty({ format: 'date-time', description: 'The instant that was asked about' }) at!: string;
  @ApiProperty({ type: [PolicyAnswer], description: 'In force then, one per marketplace' })
  inForce!: PolicyAnswer[];
  @ApiProperty({ type: [PolicyAnswer], description: 'Every version ever published' })
  policies!: PolicyAnswer[];
}

export function policyAnswer({
  policyId,
  version,
  marketplaceId,
  from,
  policy,
}: PublishedPolicy): PolicyAnswer {
  return { policyId, version, marketplaceId, from: toIso(from), policy };
}
