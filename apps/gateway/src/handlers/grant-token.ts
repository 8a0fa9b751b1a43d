import { Inject, Injectable } from '@nestjs/common';
import { Turns } from '#messaging';
import { CONFIG, isScope, lacks, SCOPES, type Principal, type Scope } from '#runtime';
import type { GatewayConfig } from '../gateway.config.js';
import { findClient, isRefreshTokenGood } from '../store/credentials.js';
import { AccessTokens, TOKEN_LIFE } from './access-tokens.js';
import { isSecret, refreshTokenHash, sameText } from './client-keys.js';
import { OPERATOR, principalOf } from './known-clients.js';

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

/** An OAuth error: `{error, error_description}`. */
export class OAuthError extends Error {
  constructor(
    readonly status: 400 | 401,
    readonly error:
      'invalid_request' | 'invalid_client' | 'invalid_grant' | 'invalid_scope' | 'unsupported_grant_type',
    description: string,
  ) {
    super(description);
  }
}

const REFUSED_CLIENT = 'Client authentication failed: unknown client, wrong secret, or revoked';

@Injectable()
export class GrantToken {
  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly turns: Turns,
    private readonly tokens: AccessTokens,
  ) {}

  async handle(request: TokenRequest): Promise<TokenAnswer> {
    const { grantType, clientId, clientSecret, refreshToken, scopes } = readRequest(request);
    if (clientId === this.config.operatorClientId) {
      if (!sameText(clientSecret, this.config.operatorClientSecret)) throw refusedClient();
      if (refreshToken !== undefined)
        throw new OAuthError(400, 'invalid_grant', 'The operator has no refresh token');
      return this.answer(OPERATOR, clientId, scopes);
    }
    const client = await this.turns.readOwn((tx) => findClient(tx, clientId));
    const right = await isSecret(client?.secretHash, clientSecret);
    if (client === undefined || !right || client.revoked) throw refusedClient();
    if (grantType === 'refresh_token') await this.checkRefreshToken(refreshToken ?? '', clientId);
    return this.answer(principalOf(client), clientId, scopes, refreshToken);
  }

  private async checkRefreshToken(refreshToken: string, clientId: string): Promise<void> {
    const hash = refreshTokenHash(refreshToken);
    if (!(await this.turns.readOwn((tx) => isRefreshTokenGood(tx, hash, clientId)))) {
      throw new OAuthError(
        400,
        'invalid_grant',
        'The refresh token is unknown, revoked, or of another client',
      );
    }
  }

  private async answer(
    whole: Principal,
    clientId: string,
    scopes: Scope[] | undefined,
    refreshToken?: string,
  ): Promise<TokenAnswer> {
    const lacking = scopes?.flatMap((scope) => lacks(whole, scope) ?? []) ?? [];
    if (lacking.length > 0) throw new OAuthError(400, 'invalid_scope', lacking.join('. '));
    const principal = scopes === undefined ? whole : { ...whole, scopes };
    return {
      access_token: await this.tokens.issue({ principal, clientId }),
      token_type: 'bearer',
      expires_in: TOKEN_LIFE,
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
      ...(scopes === undefined ? {} : { scope: scopes.join(' ') }),
    };
  }
}

const refusedClient = () => new OAuthError(401, 'invalid_client', REFUSED_CLIENT);

function readRequest(request: TokenRequest): {
  grantType: 'client_credentials' | 'refresh_token';
  clientId: string;
  clientSecret: string;
  refreshToken?: string;
  scopes?: Scope[];
} {
  const grantType = request.grant_type;
  const missing = [
    'grant_type',
    'client_id',
    'client_secret',
    ...(grantType === 'refresh_token' ? ['refresh_token'] : []),
  ];
  const faults = missing.filter((field) => {
    const value: unknown = request[field as keyof TokenRequest];
    return typeof value !== 'string' || value === '';
  });
  if (faults.length > 0)
    throw new OAuthError(400, 'invalid_request', `Missing or not a text: ${faults.join(', ')}`);
  if (grantType !== 'client_credentials' && grantType !== 'refresh_token') {
    throw new OAuthError(
      400,
      'unsupported_grant_type',
      'grant_type must be client_credentials or refresh_token',
    );
  }
  return {
    grantType,
    clientId: String(request.client_id),
    clientSecret: String(request.client_secret),
    ...(grantType === 'refresh_token' ? { refreshToken: String(request.refresh_token) } : {}),
    scopes: scopesAsked(request.scope),
  };
}

/** Amazon's own scopes (`sellingpartnerapi::...`) say nothing here: programs written for Amazon's API send them. */
function scopesAsked(scope: unknown): Scope[] | undefined {
  if (scope === undefined || scope === '') return undefined;
  if (typeof scope !== 'string') throw new OAuthError(400, 'invalid_scope', 'scope must be a text');
  const asked = scope.split(' ').filter((one) => one !== '' && !one.startsWith('sellingpartnerapi::'));
  const unknown = asked.filter((one) => !isScope(one));
  if (unknown.length > 0)
    throw new OAuthError(400, 'invalid_scope', `There are only the scopes ${SCOPES.join(' ')}`);
  return asked.length === 0 ? undefined : asked.filter(isScope);
}
