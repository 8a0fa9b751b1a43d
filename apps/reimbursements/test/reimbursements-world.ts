import { toIso } from '#contracts';
import type { Instant } from '#contracts';
import { startService } from '#runtime';
import { ServiceWorld, testStack } from '#testing';
import { reimbursements } from '../src/reimbursements.js';

/** The reimbursements service, in a namespace whose clock the test moves. */
export class ReimbursementsWorld extends ServiceWorld {
  static async start(simulated = true): Promise<ReimbursementsWorld> {
    const stack = await testStack({ simulated });
    const service = await startService(reimbursements, stack.env('reimbursements'));
    const world = new ReimbursementsWorld(stack, service, 'reimbursements');
    await world.listen();
    return world;
  }

  /** Types of the facts that the service said, once there are at least so many. */
  async facts(count: number): Promise<string[]> {
    return (await this.saidOnce(count)).map(({ type }) => type);
  }

  async setClock(instant: Instant): Promise<void> {
    await this.operator()('POST', '/internal/clock', { instant: toIso(instant) });
  }
}
