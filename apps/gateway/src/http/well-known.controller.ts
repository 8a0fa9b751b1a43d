import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CONFIG, Public, SCOPES } from '#runtime';
import type { JSONWebKeySet } from 'jose';
import type { GatewayConfig } from '../gateway.config.js';
import { AccessTokens } from '../handlers/access-tokens.js';

const AN_HOUR = 'public, max-age=3600';

/** What programs may find out about the door's tokens by themselves. */
@Controller('.well-known')
@Public()
export class WellKnownController {
  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly tokens: AccessTokens,
  ) {}

  @Get('jwks.json')
  @Header('cache-control', AN_HOUR)
  @ApiOperation({ summary: 'The public keys of access tokens' })
  keys(): JSONWebKeySet {
    return this.tokens.published;
  }

  @Get('oauth-authorization-server')
  @Header('cache-control', AN_HOUR)
  @ApiOperation({ summary: 'Where tokens are got and revoked (RFC 8414)' })
  server(): object {
    const issuer = this.config.publicUrl ?? this.config.gatewayUrl;
    const methods = ['client_secret_post'];
    return {
      issuer,
      token_endpoint: `${issuer}/auth/o2/token`,
      revocation_endpoint: `${issuer}/auth/o2/revoke`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      scopes_supported: SCOPES,
      response_types_supported: [],
      grant_types_supported: ['client_credentials', 'refresh_token'],
      token_endpoint_auth_methods_supported: methods,
      revocation_endpoint_auth_methods_supported: methods,
    };
  }
}
