import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Door } from '../http/door.js';
import { postAll } from '../http/load.js';
import { orderRequest, SKU } from '../http/order-request.js';
import { counted } from '../measure/counted.js';
import { books, stockShelves } from '../orders/shelves.js';
import type { Row } from './row.js';

/** Pieces, over two centres, and twice as many orders of one. */
const PIECES = { full: 5_000, quick: 1_000 };
const IN_FLIGHT = 100;
const PATIENCE_MS = 120_000;

const STATUSES = `
  select count(*)::int as orders, count(*) filter (where plan_at is not null)::int as left,
    count(*) filter (where status = 'Planning')::int as planned,
    count(*) filter (where status = 'Unfulfillable')::int as "givenUp",
    (select count(*)::int from orders.planned_item) as asked
  from orders.orders`;

interface Statuses {
  orders: number;
  left: number;
  planned: number;
  givenUp: number;
  asked: number;
}

/** More is ordered than there is, all at once: what there is goes out once, and not a piece more. */
export const oversell: Row = {
  name: 'oversell',
  says: `10,000 creates through the door, ${IN_FLIGHT} in flight, for 5,000 pieces of one SKU, planned meanwhile`,
  async measure({ stack: run, quick, profile, tell }) {
    const stack = await run.apart(['orders', 'gateway']);
    const door = await Door.open(stack, profile);
    const database = new pg.Client({ connectionString: stack.databaseUrl });
    database.on('error', () => undefined);
    try {
      await database.connect();
      const pieces = quick ? PIECES.quick : PIECES.full;
      const { sellerId, headers } = await door.seller('Bench');
      await stockShelves(database, { sellers: [sellerId], skus: [SKU], inEach: pieces / 2, centers: 2 });
      const [item] = orderRequest('').items;
      const bodies = Array.from({ length: 2 * pieces }, (_, at) =>
        JSON.stringify(orderRequest(`O-${at}`, { items: [{ ...item, quantity: 1 }] })),
      );
      const seconds = await postAll({ url: door.url, headers, bodies, connections: IN_FLIGHT });
      const pace = `${(bodies.length / seconds).toFixed(0)} orders/s created, while they were planned`;
      tell(pace);
      const { orders, planned, givenUp, asked } = await allPlanned(database, door);
      const { reserved, offBooks } = await books(database);
      return [
        counted({
          name: 'oversell',
          unit: 'reserved',
          counts: {
            reserved: [reserved, pieces],
            Planning: [planned, pieces],
            Unfulfillable: [givenUp, pieces],
            created: [orders, 2 * pieces],
            'asked for': [asked, pieces],
            'places off the books': [offBooks, 0],
          },
          notes: [pace],
        }),
      ];
    } finally {
      await door.services.close();
      await database.end();
      await stack.drop();
    }
  },
};

async function allPlanned(database: pg.Client, door: Door): Promise<Statuses> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(100)) {
    const { rows } = await database.query<Statuses>(STATUSES);
    const [statuses] = rows;
    if (statuses?.left === 0) return statuses;
    door.services.check();
    if (Date.now() > deadline) throw new Error(`${statuses?.left} orders are left unplanned`);
  }
}
