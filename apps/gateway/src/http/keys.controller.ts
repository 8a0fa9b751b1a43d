import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { toIso } from '#contracts';
import { Acting, Allow, Caller, Needs, type Actor, type Principal } from '#runtime';
import { KeepKeys, type RotatedKey } from '../handlers/keep-keys.js';
import type { ListedKey } from '../store/credentials.js';

const iso = (instant: number | null): string | null => (instant === null ? null : toIso(instant));
const shown = ({ addedAt, formerSecretUntil, revokedAt, ...key }: ListedKey): object => ({
  ...key,
  addedAt: toIso(addedAt),
  formerSecretUntil: iso(formerSecretUntil),
  revokedAt: iso(revokedAt),
});

/** Keys of programs: a seller's for its owners, all for the operator. */
@Controller('keys')
@Allow('seller', 'operator')
export class KeysController {
  constructor(private readonly keys: KeepKeys) {}

  @Get()
  @Needs('keys:read')
  @ApiOperation({ summary: 'Every key, without its secrets' })
  async list(@Caller() { sellerId }: Principal): Promise<{ keys: object[] }> {
    return { keys: (await this.keys.list(sellerId)).map(shown) };
  }

  @Post(':clientId/rotate')
  @HttpCode(200)
  @Needs('keys:write')
  @ApiOperation({
    summary: 'Another secret and refresh token, shown this once; the former ones count for a while',
  })
  rotate(@Param('clientId') clientId: string, @Acting() actor: Actor): Promise<RotatedKey> {
    return this.keys.rotate(actor, clientId);
  }

  @Delete(':clientId')
  @Needs('keys:write')
  @ApiOperation({ summary: 'Revoke a key: its tokens count no more' })
  async revoke(@Param('clientId') clientId: string, @Acting() actor: Actor): Promise<object> {
    return shown(await this.keys.revoke(actor, clientId));
  }
}
