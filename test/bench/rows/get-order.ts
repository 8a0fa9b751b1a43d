import { Door, type SellerProgram } from '../http/door.js';
import { getAtPace } from '../http/paced.js';
import { bounded } from '../measure/bounded.js';
import { median, percentile } from '../measure/statistics.js';
import { storedOrderName, storeOrders } from '../orders/stored-orders.js';
import type { Row } from './row.js';

const PER_SECOND = 200;
const SECONDS = { full: 15, quick: 5 };
const STORED = { full: 1_000_000, quick: 50_000 };
const SELLERS = 8;
/** More than are ever under way, unless something stalls. */
const CONNECTIONS = 32;

/** Any order of any seller is asked for at a steady pace, through the door. */
export const getOrder: Row = {
  name: 'get-order-p99',
  says: `getFulfillmentOrder through gateway and orders service at ${PER_SECOND}/s, of 1,000,000 stored orders`,
  async measure({ stack: run, quick, rounds, profile, tell }) {
    const stack = await run.apart(['orders', 'gateway']);
    const door = await Door.open(stack, profile);
    try {
      const sellers: SellerProgram[] = [];
      for (let at = 0; at < SELLERS; at++) sellers.push(await door.seller(`Bench ${at}`));
      const stored = quick ? STORED.quick : STORED.full;
      const began = Date.now();
      const ids = sellers.map(({ sellerId }) => sellerId);
      await storeOrders(stack.databaseUrl, ids, stored);
      tell(
        `${stored.toLocaleString('en-US')} orders are stored, after ${Math.round((Date.now() - began) / 1000)} s`,
      );
      const seconds = quick ? SECONDS.quick : SECONDS.full;
      const all: number[][] = [];
      const spent: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const asked = Array.from({ length: PER_SECOND * seconds }, () => {
          const order = Math.floor(Math.random() * stored);
          const about = storedOrderName(order);
          const { headers } = sellers[order % SELLERS]!;
          return { path: `${door.url.pathname}/${about}`, headers, about: `"${about}"` };
        });
        const before = await door.services.cpuSeconds();
        const took = await getAtPace({
          url: door.url,
          asked,
          perSecond: PER_SECOND,
          connections: CONNECTIONS,
        });
        const after = await door.services.cpuSeconds();
        door.services.check();
        const cpu = [...(after ?? [])].map(
          ([name, end]) => [name, (end - (before?.get(name) ?? NaN)) / asked.length] as const,
        );
        spent.push(cpu.reduce((sum, [, each]) => sum + each, 0));
        const split = cpu.map(([name, each]) => `${name} ${Math.round(each * 1e6)}`).join(', ');
        const said = [50, 99, 100].map((percent) => percentile(took, percent).toFixed(1)).join(', ');
        tell(`round ${round}: ms at 50, 99 and 100 %: ${said}; us of CPU each: ${split || 'unknown'}`);
        if (round > 0) all.push(took);
      }
      return [
        bounded({
          name: 'get-order-p99',
          unit: 'ms, p99',
          atMost: 20,
          values: all.map((took) => percentile(took, 99)),
          cpuSecondsPerUnit: spent.every((one) => one > 0) ? median(spent.slice(1)) : undefined,
          notes: [`half took at most ${percentile(all.flat(), 50).toFixed(1)} ms`],
        }),
      ];
    } finally {
      await door.services.close();
      await stack.drop();
    }
  },
};
