import {
  Body,
  Controller,
  Header,
  HttpCode,
  Post,
  UseFilters,
  Catch,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#runtime';
import { GrantToken, OAuthError, type TokenAnswer, type TokenRequest } from '../handlers/grant-token.js';

/** OAuth has its own error body (RFC 6749, 5.2). */
@Catch(OAuthError)
class OAuthErrorFilter implements ExceptionFilter<OAuthError> {
  catch(error: OAuthError, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply
      .status(error.status)
      .header('cache-control', 'no-store')
      .send({ error: error.error, error_description: error.message });
  }
}

@Controller('auth/o2')
export class TokenController {
  constructor(private readonly grantToken: GrantToken) {}

  @Post('token')
  @Public()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @UseFilters(new OAuthErrorFilter())
  @ApiOperation({
    summary: 'Access token for a client, as JSON or form: client_credentials or refresh_token',
  })
  token(@Body() request: TokenRequest | undefined): Promise<TokenAnswer> {
    return this.grantToken.handle(request ?? {});
  }
}
