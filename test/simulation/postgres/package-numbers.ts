import type { Database, Tx } from '#postgres';
import type { Process } from '../engine/process.js';

/**
 * The numbers of packages are taken in a transaction of their own while a batch's is open (Words, "shipment"): two
 * transactions at once, which one session cannot have. So this one statement is modelled: the next number of each
 * seller, which outlives every process.
 */
export function packageNumbers(): (process: Process) => Pick<Database, 'transaction'> {
  const next = new Map<string, number>();
  const take = (sellers: string[], amounts: number[]) =>
    sellers.map((seller, at) => {
      const after = (next.get(seller) ?? 1) + (amounts[at] ?? 0);
      next.set(seller, after);
      return { seller_id: seller, next: after };
    });
  return (process) => ({
    transaction: (work) =>
      work({
        send: () => {
          throw new Error('package numbers are waited for');
        },
        now: () => Promise.reject(new Error('package numbers need no clock')),
        query: (_, [sellers, amounts] = []) =>
          process.step('orders sql package_numbers_take', () =>
            take(sellers as string[], amounts as number[]),
          ) as never,
      } satisfies Tx),
  });
}
