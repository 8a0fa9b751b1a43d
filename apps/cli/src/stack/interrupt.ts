import { UserError } from '../user-error.js';

/** The user asked to stop (Ctrl-C, or a polite kill): not a failure, but the work is not done. */
export class Interrupted extends UserError {
  constructor(signal: NodeJS.Signals) {
    super('Stopped.', signal === 'SIGINT' ? 130 : 143);
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the work until it is done or the user asks to stop; then the signal is aborted and this rejects with
 * Interrupted. What the work has begun is for the caller's teardown.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const asked = new AbortController();
  const stop = (signal: NodeJS.Signals): void => asked.abort(new Interrupted(signal));
  signals.forEach((signal) => process.on(signal, stop));
  const interrupted = new Promise<never>((_, reject) => {
    asked.signal.addEventListener('abort', () => reject(asked.signal.reason as Interrupted));
  });
  try {
    const result = work(asked.signal);
    // Once interrupted nobody waits for it any more, and what it still says is no news.
    result.catch(() => undefined);
    return await Promise.race([result, interrupted]);
  } finally {
    interrupted.catch(() => undefined);
    // Listeners stay: a second Ctrl-C must not cut short the teardown that follows the first.
  }
}
