import { CreateArena } from '../http/create-arena.js';
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
    const ours = await CreateArena.open('orders', ORDERS, given);
    const other = await CreateArena.open('fastify', FASTIFY, given);
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
