import { toHeaders } from '#contracts';
import type { Incoming } from '#messaging';
import { startService } from '#runtime';
import { ServiceWorld, testStack } from '#testing';
import { tracking } from '../src/tracking.js';

/** The tracking service, in a namespace whose clock the test moves. */
export class TrackingWorld extends ServiceWorld {
  static async start(more: Record<string, string> = {}): Promise<TrackingWorld> {
    const stack = await testStack({ simulated: true });
    const service = await startService(tracking, stack.env('tracking', more));
    const world = new TrackingWorld(stack, service, 'tracking');
    await world.listen();
    return world;
  }

  /** A report that Kafka took at its instant. */
  async reported({ contract, data, time, id, position, publisher }: Incoming): Promise<void> {
    const headers = toHeaders({ id, type: contract.type, source: publisher?.name ?? '', time });
    const topic = this.names.onBroker(position.topic);
    const record = { topic, key: contract.key(data), value: JSON.stringify(data), headers, timestamp: time };
    await this.stack.kafka().send([record]);
  }
}
