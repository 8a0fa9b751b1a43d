import { describe, expect, it } from '@jest/globals';
import type { Positions } from '../door/service-client.js';
import { untilQuiet } from './quiet.js';

/** Services of which `orders` stands where the list says, one entry per look. */
function services(looks: string[], flushed: (round: number) => boolean = () => true) {
  let round = 0;
  const asked: string[] = [];
  return {
    asked,
    rounds: () => round,
    flush: async (service: string) => {
      if (service === 'orders') round += 1;
      asked.push(service);
      return flushed(round);
    },
    positions: async (service: string): Promise<Positions> =>
      service === 'orders'
        ? { 'inbound.x/0': { next: looks[round - 1] ?? looks.at(-1) ?? '', end: '9' } }
        : {},
  };
}

describe('quiet', () => {
  it('is when all stand where they stood a round before', async () => {
    const some = services(['1', '5', '9', '9']);
    await untilQuiet(some);
    expect(some.rounds()).toBe(4);
    expect(some.asked.slice(0, 4)).toEqual(['orders', 'tracking', 'returns', 'reimbursements']);
  });

  it('is not while one has not read all that it was sent', async () => {
    const some = services(['9'], (round) => round > 3);
    await untilQuiet(some);
    expect(some.rounds()).toBe(4);
  });

  it('is given up, saying where all stand, when nothing moves for two minutes', async () => {
    let clock = 0;
    const stuck = services(['3'], () => false);
    await expect(untilQuiet(stuck, () => (clock += 30_000))).rejects.toThrow('inbound.x/0 3/9');
  });
});
