import {
  Body,
  Catch,
  Controller,
  Header,
  HttpCode,
  Injectable,
  Post,
  Req,
  UseFilters,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gives, Public, schema, Takes } from '#runtime';
import * as docs from './api-schemas.js';
import { GrantToken, type TokenAnswer, type TokenRequest } from '../handlers/grant-token.js';
import { OAuthError } from '../handlers/oauth-error.js';
import { RefreshTokens } from '../handlers/refresh-tokens.js';
import { Trail } from '../handlers/trail.js';

/** As we make them: anything else that is sent as a client id is not kept. */
const CLIENT_ID = /^(mgc\.[0-9a-f]{32}|operator)$/;

/** OAuth has its own error body (RFC 6749, 5.2). Every refusal is on the trail. */
@Injectable()
@Catch(OAuthError)
export class OAuthErrorFilter implements ExceptionFilter<OAuthError> {
  constructor(private readonly trail: Trail) {}

  catch(error: OAuthError, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest<{ Body?: { client_id?: unknown } }>>();
    const asked = request.body?.client_id;
    const clientId = typeof asked === 'string' && CLIENT_ID.test(asked) ? asked : undefined;
    this.trail.note({
      who: 'nobody',
      clientId,
      requestId: request.id,
      action: 'token.refuse',
      subject: request.routeOptions.url ?? '',
      outcome: error.error,
    });
    void http
      .getResponse<FastifyReply>()
      .status(error.status)
      .header('cache-control', 'no-store')
      .send({ error: error.error, error_description: error.message });
  }
}

/** Fields of a request as JSON or form. */
type Fields = Record<string, unknown>;

@Controller('auth/o2')
@Public()
@UseFilters(OAuthErrorFilter)
export class TokenController {
  constructor(
    private readonly grantToken: GrantToken,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  @Post('token')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Access token for a client, as JSON or form: client_credentials or refresh_token',
  })
  @Takes(docs.tokenAsked, 'application/json', 'application/x-www-form-urlencoded')
  @Gives(docs.tokenGiven)
  @Gives(docs.tokenRefused, 400, 'An OAuth error (RFC 6749, 5.2).')
  @Gives(docs.tokenRefused, 401, 'The client is unknown, its secret is wrong, or it was revoked.')
  token(@Body() request: TokenRequest | undefined, @Req() { id }: FastifyRequest): Promise<TokenAnswer> {
    return this.grantToken.handle(request ?? {}, id);
  }

  @Post('rotate')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Another refresh token (client_id, client_secret, refresh_token); the former counts for a while',
  })
  @Takes(docs.tokenRotation, 'application/json', 'application/x-www-form-urlencoded')
  @Gives(schema.object({}))
  @Gives(docs.tokenRefused, 400, 'An OAuth error (RFC 6749, 5.2).')
  @Gives(docs.tokenRefused, 401, 'The client is unknown, its secret is wrong, or it was revoked.')
  rotate(@Body() request: Fields | undefined, @Req() { id }: FastifyRequest): Promise<object> {
    return this.refreshTokens.rotate(request ?? {}, id);
  }

  @Post('revoke')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Revoke a refresh token (client_id, client_secret, token), RFC 7009' })
  @Takes(docs.tokenRevocation, 'application/json', 'application/x-www-form-urlencoded')
  @Gives(schema.nothing)
  @Gives(docs.tokenRefused, 400, 'An OAuth error (RFC 6749, 5.2).')
  @Gives(docs.tokenRefused, 401, 'The client is unknown, its secret is wrong, or it was revoked.')
  async revoke(@Body() request: Fields | undefined, @Req() { id }: FastifyRequest): Promise<object> {
    await this.refreshTokens.revoke(request ?? {}, id);
    return {};
  }
}
