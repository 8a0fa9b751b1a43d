import { CreateArena } from '../http/create-arena.js';
import { behindTheDoor } from '../http/target.js';
import { duelRow } from './row.js';

const ORDERS = new URL('../services/real-service.js', import.meta.url);
const FASTIFY = new URL('../peers/create-fastify.js', import.meta.url);

export const createVsRaw = duelRow({
  name: 'create-vs-raw',
  says: 'orders created over HTTP straight at the orders service, to fastify and pg with the same SQL and checks',
  unit: 'orders/s',
  expected: { atLeast: 0.75 },
  fair: { atLeast: 150 },
  async open(given) {
    const ours = await CreateArena.open(given, (stack, profile) =>
      behindTheDoor('orders', ORDERS, stack, profile),
    );
    const other = await CreateArena.open(given, (stack, profile) =>
      behindTheDoor('fastify', FASTIFY, stack, profile),
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
