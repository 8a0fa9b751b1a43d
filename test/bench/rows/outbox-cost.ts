import { CreateArena } from '../http/create-arena.js';
import { behindTheDoor } from '../http/target.js';
import { duelRow } from './row.js';

const ORDERS = new URL('../services/orders-deaf.js', import.meta.url);
const WITHOUT = new URL('../services/orders-without-outbox.js', import.meta.url);

export const outboxCost = duelRow({
  name: 'outbox-cost',
  says: 'orders created over HTTP with outbox and relay, to the same service with neither',
  unit: 'orders/s',
  expected: { atLeast: 0.85 },
  fair: { atLeast: 150 },
  async open(given) {
    const ours = await CreateArena.open(given, (stack, profile) =>
      behindTheDoor('orders', ORDERS, stack, profile),
    );
    const other = await CreateArena.open(given, (stack, profile) =>
      behindTheDoor('without-outbox', WITHOUT, stack, profile),
    );
    return {
      ours: (round) => ours.round(round, { publishes: true }),
      peer: (round) => other.round(round, { publishes: false }),
      close: async () => {
        await ours.close();
        await other.close();
      },
    };
  },
});
