import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { toIso } from '#contracts';
import { Acting, Allow, Gives, Needs, Takes, type Actor } from '#runtime';
import { KeepPublishers } from '../handlers/keep-publishers.js';
import type { RegisteredPublisher } from '../store/publishers.js';
import * as docs from './api-schemas.js';
import { idInPath } from './sellers.controller.js';

const shown = ({ addedAt, revokedAt, ...publisher }: RegisteredPublisher): object => ({
  ...publisher,
  addedAt: toIso(addedAt),
  revokedAt: revokedAt === null ? null : toIso(revokedAt),
});

@Controller('admin/publishers')
@Allow('operator')
export class PublishersController {
  constructor(private readonly publishers: KeepPublishers) {}

  @Post()
  @Needs('publishers:write')
  @ApiOperation({ summary: 'Add a publisher of reports with its topic; its keys are shown this once' })
  @Takes(docs.publisherAsked)
  @Gives(docs.publisherAdded, 201)
  add(
    @Body() request: { name?: unknown; role?: unknown; scope?: unknown } | undefined,
    @Acting() operator: Actor,
  ): Promise<object> {
    return this.publishers.add(operator, request ?? {});
  }

  @Get()
  @Needs('publishers:read')
  @ApiOperation({ summary: 'Every publisher' })
  @Gives(docs.publishers)
  async list(@Acting() operator: Actor): Promise<{ publishers: object[] }> {
    return { publishers: (await this.publishers.list(operator)).map(shown) };
  }

  @Delete(':id')
  @Needs('publishers:write')
  @ApiOperation({ summary: 'Revoke a publisher: its keys and its Kafka user count no more' })
  @Gives(docs.publisher)
  async revoke(@Param('id') id: string, @Acting() operator: Actor): Promise<object> {
    return shown(await this.publishers.revoke(operator, idInPath(id, 'publisher')));
  }
}
