import type { ServiceClient } from '../door/service-client.js';
import { innerServices } from '../stack/service-names.js';
import { UserError } from '../user-error.js';

/** Nothing read and nothing said for so long, with work to do: something is stuck. */
const STUCK_AFTER = 120_000;

type Inner = Pick<ServiceClient, 'flush' | 'positions'>;

/**
 * Waits until nothing moves any more: every service, in the order of the flow, has read all that it hears and
 * said all that follows, and that twice over with nothing new in between.
 */
export async function untilQuiet(services: Inner, now: () => number = Date.now): Promise<void> {
  let before = '';
  let movedAt = now();
  for (;;) {
    const flushed = await flushAll(services);
    const here = await whereAllStand(services);
    if (flushed && here === before) return;
    if (here !== before) movedAt = now();
    if (now() - movedAt > STUCK_AFTER) {
      throw new UserError(`Nothing has moved for ${STUCK_AFTER / 1000} s, and not all is read. ${here}`);
    }
    before = here;
  }
}

// One after the other: what orders says, tracking has to read.
async function flushAll(services: Inner): Promise<boolean> {
  let all = true;
  for (const service of innerServices) all = (await services.flush(service)) && all;
  return all;
}

async function whereAllStand(services: Inner): Promise<string> {
  const positions = await Promise.all(innerServices.map((service) => services.positions(service)));
  return innerServices.map((service, index) => `${service}: ${spell(positions[index] ?? {})}`).join('\n');
}

function spell(positions: Readonly<Record<string, { next: string; end: string }>>): string {
  const slots = Object.entries(positions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return slots.map(([slot, { next, end }]) => `${slot} ${next}/${end}`).join(', ');
}
