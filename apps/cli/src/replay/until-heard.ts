import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceClient } from '../door/service-client.js';
import { UserError } from '../user-error.js';

/** Who owns reports, and so hears the publishers' topics. */
const owners = ['orders', 'tracking', 'returns'] as const;
const PATIENCE = 60_000;
const POLL = 100;

/**
 * Waits until every owner of reports reads a new publisher's topic. Before that nobody would count its records as
 * unread, and all would seem quiet.
 */
export async function untilHeard(services: Pick<ServiceClient, 'positions'>, topic: string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (const owner of owners) {
    while (!(await hears(services, owner, topic))) {
      if (Date.now() > deadline)
        throw new UserError(`${owner} has not begun to read ${topic} within a minute.`);
      await sleep(POLL);
    }
  }
}

async function hears(
  services: Pick<ServiceClient, 'positions'>,
  owner: (typeof owners)[number],
  topic: string,
): Promise<boolean> {
  const positions = await services.positions(owner);
  return Object.keys(positions).some((slot) => slot.startsWith(`${topic}/`));
}
