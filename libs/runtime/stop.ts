import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MessagingServer, type Databases } from '#messaging';
import type { RunningService } from './boot-service.js';
import { Readiness } from './health/readiness.js';
import { closeStorage } from './messaging/storage.js';

/** Longest time that draining may take before the process ends all the same; below Kubernetes' 30 s. */
const PATIENCE_MS = 25_000;

/**
 * Nest runs `onModuleDestroy` before the transport closes, so the intake of events is stopped here, first; then
 * `app.close()` closes the listener and waits for requests in flight; the pools close last.
 */
export function stopper(app: NestFastifyApplication, databases: Databases): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    app.get(Readiness).stop();
    await app.get(MessagingServer).close();
    await app.close();
    await closeStorage(databases);
  };
  return () => (stopped ??= stop());
}

/** SIGTERM or SIGINT: an orderly stop, exit code 0; a second signal or 25 s end it at once, code 1. */
export function stopOnSignals(running: RunningService): void {
  let asked = false;
  const onSignal = (signal: string): void => {
    if (asked) process.exit(1);
    asked = true;
    setTimeout(() => {
      process.stderr.write(`still busy ${PATIENCE_MS / 1000} s after ${signal}: ending now\n`);
      process.exit(1);
    }, PATIENCE_MS).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`stopping failed: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
