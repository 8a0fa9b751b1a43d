import { Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Databases } from '#messaging';
import type { BuyerKeys } from '../store/buyer-keys.js';
import { resealBatch } from '../store/sealed-rows.js';

const BATCH = 500;
const START = '00000000-0000-0000-0000-000000000000';

/**
 * Seals anew what lies under another key than the first, or is not sealed yet: once at every start, for keys change
 * with the environment alone, and whenever an operator asks. It goes through the orders once and ends, so two
 * processes with two first keys do not undo each other's work for ever.
 */
export class Reencryption implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('buyers');
  private running: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly database: Databases['worker'],
    private readonly keys: BuyerKeys,
  ) {}

  onApplicationBootstrap(): void {
    this.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  /** Starts it, unless it is under way. */
  start(): void {
    this.running ??= this.run()
      .catch((error: unknown) => this.logger.error({ err: error }, 'buyers’ data is not sealed anew'))
      .finally(() => (this.running = undefined));
  }

  private async run(): Promise<void> {
    let [after, orders] = [START, 0];
    while (!this.isStopping) {
      const done = await this.database.transaction((tx) =>
        resealBatch(tx, { after, limit: BATCH }, this.keys),
      );
      if (!done) break;
      after = done.last;
      orders += done.orders;
    }
    if (orders > 0)
      this.logger.log({ orders, key: this.keys.first.toString('hex') }, 'buyers’ data sealed anew');
  }
}
