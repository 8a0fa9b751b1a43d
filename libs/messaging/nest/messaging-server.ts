import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { Fact } from '../fact.js';
import type { Due, Turn } from '../incoming.js';
import type { Messaging, Subscription } from '../messaging.js';
import type { Sweep } from '../time/sweeper.js';
import type { HearsExtras, SweepsExtras } from './decorators.js';

/**
 * Messaging as a transport of @nestjs/microservices: controllers and decorators as usual, one pass of Nest's
 * pipeline per batch. The clock is one more pattern.
 */
export class MessagingServer extends Server implements CustomTransportStrategy {
  constructor(private readonly messaging: Messaging) {
    super();
  }

  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Record<string, unknown> = {},
  ): void {
    const name = JSON.stringify(pattern);
    // Nest would let the second replace the first, or run both at once in one transaction.
    if (this.messageHandlers.has(this.normalizePattern(pattern as string))) {
      throw new Error(`two methods handle ${name}: one must, or its events lose their order`);
    }
    super.addHandler(pattern, callback, isEventHandler, extras);
  }

  listen(callback: () => void): void {
    const subscriptions: Subscription[] = [];
    const sweeps: Sweep[] = [];
    for (const handler of this.messageHandlers.values()) {
      const extras = handler.extras as Partial<HearsExtras & SweepsExtras> | undefined;
      if (extras?.hears) {
        const { hears, types = [] } = extras;
        subscriptions.push({
          source: hears,
          types,
          handle: (batch, turn) => this.call(handler, batch, turn),
        });
      } else if (extras?.sweeps && extras.nextDue) {
        const { sweeps: name, nextDue, barrier = [], ownFactsMayWait } = extras;
        const handle = (due: Due, turn: Turn): Promise<Fact[]> => this.call(handler, due, turn);
        sweeps.push({ name, nextDue, barrier, ownFactsMayWait, handle });
      } else {
        throw new Error('a message handler without @Hears or @Sweeps: messaging cannot call it');
      }
    }
    this.messaging.start(subscriptions, sweeps);
    callback();
  }

  close(): Promise<void> {
    return this.messaging.stop();
  }

  on(): never {
    throw new Error('messaging has no events to listen to; ask its readiness');
  }

  unwrap<T>(): T {
    return this.messaging as T;
  }

  private async call(handler: MessageHandler, data: unknown, context: unknown): Promise<Fact[]> {
    const answer = this.transformToObservable(await handler(data, context));
    return (await lastValueFrom(answer, { defaultValue: [] })) as Fact[];
  }
}
