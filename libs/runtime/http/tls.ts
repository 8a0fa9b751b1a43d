import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Where the certificate (with its chain) and its key are, both PEM. */
export interface TlsFiles {
  certFile: string;
  keyFile: string;
}

export const TLS_LEAST = 'TLSv1.2';
const LOOK_MS = 2_000;

/** @throws Error when a file cannot be read, or both do not belong together */
export function readTls({ certFile, keyFile }: TlsFiles): { cert: Buffer; key: Buffer } {
  const read = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  createSecureContext(read);
  return read;
}

/** New connections get a renewed certificate without a restart; one that cannot be used leaves the old one in force. */
export function watchTls(fastify: FastifyInstance, files: TlsFiles): void {
  const logger = new Logger('tls');
  const reload = (): void => {
    try {
      (fastify.server as unknown as Server).setSecureContext({ ...readTls(files), minVersion: TLS_LEAST });
      logger.log('the renewed certificate is in force');
    } catch (error) {
      logger.warn(`the certificate on disk cannot be used, so the one before stays: ${String(error)}`);
    }
  };
  const paths = [files.certFile, files.keyFile];
  for (const path of paths) watchFile(path, { interval: LOOK_MS, persistent: false }, reload);
  fastify.addHook('onClose', async () => {
    for (const path of paths) unwatchFile(path, reload);
  });
}
