import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ServiceUnavailableException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ApiError, type ErrorEntry } from './api-error.js';

const CODES: Record<number, string> = {
  400: 'InvalidInput',
  401: 'Unauthorized',
  403: 'Unauthorized',
  404: 'NotFound',
  405: 'InvalidInput',
  408: 'InvalidInput',
  413: 'InvalidInput',
  415: 'InvalidInput',
  429: 'QuotaExceeded',
  431: 'InvalidInput',
  503: 'ServiceUnavailable',
};

/** The code of the Selling Partner API that goes with a status. */
export const codeOf = (status: number): string =>
  CODES[status] ?? (status < 500 ? 'InvalidInput' : 'InternalFailure');

/** Errors of the network and of Postgres or Kafka being away: the caller may try again, nothing of ours is wrong. */
const OUTAGES = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|08\w{3}|57P0\d|53\d{3})$/;

interface Answer {
  status: number;
  body: unknown;
  headers: Record<string, string>;
}

const envelope = (
  status: number,
  entry: Omit<ErrorEntry, 'code'>,
  headers: Record<string, string> = {},
): Answer => ({
  status,
  body: { errors: [{ code: codeOf(status), ...entry }] },
  headers,
});

function statusIn(error: unknown): number | undefined {
  const status: unknown = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : undefined;
}

/** What the caller is told about `error`; the inside of a 500 is never shown. */
export function answerTo(error: unknown): Answer {
  if (error instanceof ApiError)
    return { status: error.getStatus(), body: error.getResponse(), headers: error.headers };
  // Terminus puts the state of every part into this one: an operator needs it as it is.
  if (error instanceof ServiceUnavailableException && typeof error.getResponse() === 'object') {
    return { status: 503, body: error.getResponse(), headers: {} };
  }
  if (error instanceof HttpException) return envelope(error.getStatus(), { message: error.message });
  const code: unknown = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && OUTAGES.test(code)) {
    return envelope(
      503,
      { message: 'A server this service needs is away; try again' },
      { 'retry-after': '5' },
    );
  }
  const status = statusIn(error);
  if (status !== undefined && status < 500) return envelope(status, { message: (error as Error).message });
  return envelope(500, {
    message: 'An unexpected condition occurred that prevented the server from answering',
  });
}

/** Every error of HTTP as `{"errors":[...]}`; what is not the caller's fault is logged with its stack. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const { status, body, headers } = answerTo(error);
    if (status >= 500 && !(error instanceof HttpException)) {
      this.logger.error({ err: error }, error instanceof Error ? error.message : String(error));
    }
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    void reply.status(status).headers(headers).send(body);
  }
}
