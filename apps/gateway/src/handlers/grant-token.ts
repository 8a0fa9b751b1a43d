import { Injectable } from '@nestjs/common';
import { isScope, lacks, SCOPES, type Actor, type Principal, type Scope } from '#runtime';
import { AccessTokens, TOKEN_LIFE } from './access-tokens.js';
import { actorOf, AuthenticateClient } from './authenticate-client.js';
import { OAuthError, textsOf } from './oauth-error.js';
import { RefreshTokens, type UsedRefreshToken } from './refresh-tokens.js';

/** The fields of a token request, as JSON or form; anything else in it is ignored. */
export interface TokenRequest {
  grant_type?: unknown;
  client_id?: unknown;
  client_secret?: unknown;
  refresh_token?: unknown;
  /** Scopes with spaces between: the token is for these only. Without it, for all that the role may do. */
  scope?: unknown;
}

export interface TokenAnswer {
  access_token: string;
  token_type: 'bearer';
  expires_in: number;
  refresh_token?: string;
  /** Told when it was asked for. */
  scope?: string;
}

@Injectable()
export class GrantToken {
  constructor(
    private readonly clients: AuthenticateClient,
    private readonly refreshTokens: RefreshTokens,
    private readonly tokens: AccessTokens,
  ) {}

  /** @throws OAuthError */
  async handle(request: TokenRequest, requestId: string): Promise<TokenAnswer> {
    const { grantType, clientId, clientSecret, refreshToken } = readRequest(request);
    const scopes = scopesAsked(request.scope);
    const client = await this.clients.handle(clientId, clientSecret);
    const lacking = scopes?.flatMap((scope) => lacks(client.principal, scope) ?? []) ?? [];
    if (lacking.length > 0) throw new OAuthError(400, 'invalid_scope', lacking.join('. '));
    if (grantType !== 'refresh_token') return this.answer(client.principal, clientId, scopes);
    if (client.key === undefined)
      throw new OAuthError(400, 'invalid_grant', 'The operator of the environment has no refresh token');
    const actor: Actor = actorOf(client, requestId);
    const used = await this.refreshTokens.use(client.key, refreshToken ?? '', actor);
    return this.answer(client.principal, clientId, scopes, used);
  }

  private async answer(
    whole: Principal,
    clientId: string,
    scopes: Scope[] | undefined,
    used?: UsedRefreshToken,
  ): Promise<TokenAnswer> {
    const principal = scopes === undefined ? whole : { ...whole, scopes };
    return {
      access_token: await this.tokens.issue({ principal, clientId, family: used?.family }),
      token_type: 'bearer',
      expires_in: TOKEN_LIFE,
      ...(used === undefined ? {} : { refresh_token: used.refreshToken }),
      ...(scopes === undefined ? {} : { scope: scopes.join(' ') }),
    };
  }
}

function readRequest(request: TokenRequest): {
  grantType: 'client_credentials' | 'refresh_token';
  clientId: string;
  clientSecret: string;
  refreshToken?: string;
} {
  const grantType = request.grant_type;
  const withToken = grantType === 'refresh_token' ? (['refresh_token'] as const) : [];
  const texts = textsOf(request, ['grant_type', 'client_id', 'client_secret', ...withToken]);
  if (grantType !== 'client_credentials' && grantType !== 'refresh_token') {
    throw new OAuthError(
      400,
      'unsupported_grant_type',
      'grant_type must be client_credentials or refresh_token',
    );
  }
  return {
    grantType,
    clientId: texts.client_id,
    clientSecret: texts.client_secret,
    ...(grantType === 'refresh_token' ? { refreshToken: texts.refresh_token } : {}),
  };
}

/** Amazon's own scopes (`sellingpartnerapi::...`) say nothing here: programs written for Amazon's API send them. */
function scopesAsked(scope: unknown): Scope[] | undefined {
  if (scope === undefined || scope === '') return undefined;
  if (typeof scope !== 'string') throw new OAuthError(400, 'invalid_scope', 'scope must be a text');
  const asked = scope.split(' ').filter((one) => one !== '' && !one.startsWith('sellingpartnerapi::'));
  if (!asked.every(isScope))
    throw new OAuthError(400, 'invalid_scope', `There are only the scopes ${SCOPES.join(' ')}`);
  return asked.length === 0 ? undefined : asked;
}
