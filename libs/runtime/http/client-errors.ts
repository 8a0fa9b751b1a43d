import type { Socket } from 'node:net';
import { codeOf } from './error.filter.js';

const STATUSES: Record<string, [status: number, reason: string, message: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers must be at most 16 KiB'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request did not arrive in time'],
};
const UNREADABLE = [400, 'Bad Request', 'This is not HTTP that can be read'] as const;

/** What is no request gets the envelope of all errors, and its connection ends. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, reason, message] = STATUSES[error.code ?? ''] ?? UNREADABLE;
  const body = JSON.stringify({ errors: [{ code: codeOf(status), message }] });
  const headers = [
    `HTTP/1.1 ${status} ${reason}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  if (socket.writable) socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
  // Who does not read this either is not waited for.
  setTimeout(() => socket.destroy(), 1_000).unref();
}
