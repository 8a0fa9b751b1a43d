import { CreateArena } from '../http/create-arena.js';
import { behindTheDoor, throughTheDoor } from '../http/target.js';
import { duelRow } from './row.js';

const FASTIFY = new URL('../peers/create-fastify.js', import.meta.url);

export const doorVsRaw = duelRow({
  name: 'door-vs-raw',
  says: 'orders created through gateway and orders service, to one process of fastify and pg with the same SQL and checks',
  unit: 'orders/s',
  expected: { atLeast: 0.5 },
  fair: { atLeast: 150 },
  async open(given) {
    const ours = await CreateArena.open(given, throughTheDoor);
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
