import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery } from '@nestjs/swagger';
import { isInstantText, toInstant, toIso } from '#contracts';
import type { Databases } from '#messaging';
import { auditTrail } from '#postgres';
import { invalidInput } from '../http/api-error.js';
import { Allow, Needs } from '../identity/principal.js';
import { DATABASES } from '../tokens.js';

const LIMIT = { usual: 100, most: 1_000 };
const KEY = /^[ao]\d{15}$/;

/** A page of the trail, as it is asked for and told. */
export interface AuditQuery {
  since?: unknown;
  before?: unknown;
  limit?: unknown;
}
export interface AuditPage {
  entries: object[];
  /** `before` of the next page; null when this was the last. */
  next: string | null;
}

/** Reads a page of this service's trail, the latest first. @throws ApiError with every fault of the query */
export async function auditPage({ ops }: Databases, query: AuditQuery): Promise<AuditPage> {
  const { since, before, limit } = pageAsked(query);
  const lines = await ops.transaction((tx) => auditTrail(tx, { since, before, limit }));
  const last = lines.at(-1);
  return {
    entries: lines.map(({ key: _key, at, ...line }) => ({ at: toIso(at), ...line })),
    next: last !== undefined && lines.length === limit ? `${toIso(last.at)},${last.key}` : null,
  };
}

function pageAsked({ since = '1970-01-01T00:00:00Z', before, limit = String(LIMIT.usual) }: AuditQuery) {
  const faults: string[] = [];
  if (typeof since !== 'string' || !isInstantText(since)) faults.push('since: must be an ISO 8601 instant');
  if (
    typeof limit !== 'string' ||
    !/^\d{1,4}$/.test(limit) ||
    !(Number(limit) >= 1 && Number(limit) <= LIMIT.most)
  )
    faults.push(`limit: must be a whole number from 1 to ${LIMIT.most}`);
  const [at, key] = typeof before === 'string' ? before.split(',') : [];
  const isPlace = at !== undefined && key !== undefined && isInstantText(at) && KEY.test(key);
  if (before !== undefined && !isPlace) faults.push('before: must be `next` of an earlier page');
  if (faults.length > 0) throw invalidInput(faults);
  return {
    since: new Date(toInstant(since as string)),
    ...(isPlace ? { before: { at: new Date(toInstant(at)), key } } : {}),
    limit: Number(limit),
  };
}

/** Who did what in this service. */
@Controller('audit')
@Allow('service', 'operator')
@Needs('audit:read')
export class AuditController {
  constructor(@Inject(DATABASES) private readonly databases: Databases) {}

  @Get()
  @ApiOperation({ summary: 'Who did what, the latest first' })
  @ApiQuery({ name: 'since', required: false, description: 'ISO 8601 instant' })
  @ApiQuery({ name: 'before', required: false, description: '`next` of an earlier page' })
  @ApiQuery({ name: 'limit', required: false, description: '1 to 1,000; without it 100' })
  list(@Query() query: AuditQuery): Promise<AuditPage> {
    return auditPage(this.databases, query);
  }
}
