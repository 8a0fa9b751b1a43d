import { Inject, Injectable } from '@nestjs/common';
import { Turns } from '#messaging';
import { toIso } from '#contracts';
import { CONFIG, keepAct, type Actor } from '#runtime';
import type { GatewayConfig } from '../gateway.config.js';
import type { ClientKey } from '../store/credentials.js';
import { findRefreshToken, replaceRefreshToken, revokeFamily } from '../store/refresh-tokens.js';
import { actorOf, AuthenticateClient } from './authenticate-client.js';
import { newRefreshToken, refreshTokenHash } from './client-keys.js';
import { KnownClients } from './known-clients.js';
import { OAuthError, textsOf } from './oauth-error.js';

/** What a refresh token is used for next: the same one, or that which replaced it. */
export interface UsedRefreshToken {
  refreshToken: string;
  family: string;
}

/** After a use of a rotating key's token: an answer that got lost must not lock its program out. */
const GRACE_SECONDS = 60;
const HOUR_S = 3_600;
const REFUSED = 'The refresh token is unknown, revoked, or of another client';
const REUSED =
  'The refresh token was replaced, and its time is over. Whoever used it may have stolen it: it and those that replaced it are revoked. Get a new one with: npm run admin -- seller key rotate';

/** The life of refresh tokens: used, replaced, revoked. Used after its end, a replaced one takes its family with it (RFC 9700, 4.14). */
@Injectable()
export class RefreshTokens {
  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly turns: Turns,
    private readonly authenticate: AuthenticateClient,
    private readonly clients: KnownClients,
  ) {}

  /** Programs use one token for years, as Amazon's do; those of a rotating key get a new one each time. */
  async use(key: ClientKey, refreshToken: string, actor: Actor): Promise<UsedRefreshToken> {
    if (key.rotating) return this.replace(key.clientId, refreshToken, actor, GRACE_SECONDS);
    const hash = refreshTokenHash(refreshToken);
    const found = await this.turns.readOwn((tx) => findRefreshToken(tx, hash, key.clientId));
    if (found?.state !== 'good') return this.refuse(key.clientId, hash, actor);
    return { refreshToken, family: found.family };
  }

  /** A client asks for another token; the former one counts until the overlap is over. */
  async rotate(
    request: Record<string, unknown>,
    requestId: string,
  ): Promise<{ refresh_token: string; former_good_until: string }> {
    const fields = textsOf(request, ['client_id', 'client_secret', 'refresh_token']);
    const client = await this.authenticate.handle(fields.client_id, fields.client_secret);
    const overlap = this.config.keyOverlapHours * HOUR_S;
    const actor = actorOf(client, requestId);
    const next = await this.replace(fields.client_id, fields.refresh_token, actor, overlap, 'token.rotate');
    return { refresh_token: next.refreshToken, former_good_until: next.formerGoodUntil };
  }

  /** RFC 7009: the token, its family, and the access tokens got with it. Says the same of a token that is not there. */
  async revoke(request: Record<string, unknown>, requestId: string): Promise<void> {
    const fields = textsOf(request, ['client_id', 'client_secret', 'token']);
    const client = await this.authenticate.handle(fields.client_id, fields.client_secret);
    if (fields.token.split('.').length === 3)
      throw new OAuthError(
        400,
        'unsupported_token_type',
        'An access token ends by itself within the hour: revoke the refresh token it was got with, or the key',
      );
    const hash = refreshTokenHash(fields.token);
    await this.turns.command(client.principal, async ({ tx }) => {
      const found = await findRefreshToken(tx, hash, fields.client_id);
      if (found !== undefined) {
        revokeFamily(tx, found.family);
        keepAct(tx, actorOf(client, requestId), {
          action: 'token.revoke',
          subject: `key ${fields.client_id}`,
        });
      }
      return { answer: undefined, facts: [] };
    });
    this.clients.forget();
  }

  private async replace(
    clientId: string,
    former: string,
    actor: Actor,
    overlapSeconds: number,
    action?: string,
  ): Promise<UsedRefreshToken & { formerGoodUntil: string }> {
    const refreshToken = newRefreshToken();
    const [hash, tokenHash] = [refreshTokenHash(former), refreshTokenHash(refreshToken)];
    const replaced = await this.turns.command(actor, async ({ tx }) => {
      const answer = await replaceRefreshToken(tx, hash, clientId, { tokenHash, overlapSeconds });
      if (answer !== undefined && action !== undefined)
        keepAct(tx, actor, { action, subject: `key ${clientId}` });
      return { answer, facts: [] };
    });
    if (replaced === undefined) return this.refuse(clientId, hash, actor);
    return { refreshToken, family: replaced.family, formerGoodUntil: toIso(replaced.goodUntil) };
  }

  private async refuse(clientId: string, hash: Buffer, actor: Actor): Promise<never> {
    const reused = await this.turns.command(actor, async ({ tx }) => {
      const found = await findRefreshToken(tx, hash, clientId);
      const spent = found?.state === 'spent';
      if (spent) {
        revokeFamily(tx, found.family);
        keepAct(tx, actor, {
          action: 'token.reuse',
          subject: `key ${clientId}`,
          outcome: 'used after its end: it and those that replaced it are revoked',
        });
      }
      return { answer: spent, facts: [] };
    });
    if (!reused) throw new OAuthError(400, 'invalid_grant', REFUSED);
    this.clients.forget();
    throw new OAuthError(400, 'invalid_grant', REUSED);
  }
}
