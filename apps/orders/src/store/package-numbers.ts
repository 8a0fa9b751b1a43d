import { sql } from '#postgres';
import type { Database } from '#postgres';

/** How many numbers a process takes at once for a seller; what it does not use is a gap. */
const BLOCK = 100;

interface Block {
  next: number;
  end: number;
}

// A restored database has forgotten numbers that sellers hold, so each incarnation goes on at the seconds from the start
// of 2026 to its own: beyond the count of any seller who ships less than a package a second for years, and beyond where
// the restore before it went on. The 2^31 numbers are the seconds of 68 years.
const TAKE = sql(
  'package_numbers_take',
  `with incarnation as (
     select coalesce(extract(epoch from incarnation_since - timestamptz '2026-01-01 00:00:00Z')::int, 1) as first
     from relay
   )
   insert into package_number as held (seller_id, next)
   select seller_id, first + amount from unnest($1::uuid[], $2::int[]) as t (seller_id, amount), incarnation
   order by seller_id
   on conflict (seller_id) do update
     set next = greatest(held.next - (select first from incarnation), 0) + excluded.next
   returning seller_id, next`,
);

/**
 * Package numbers of each seller, in blocks that this process holds (Words, "shipment"): a block is taken in a short
 * transaction of its own, so that no batch ever holds the seller's row while it works.
 */
export class PackageNumbers {
  private readonly blocks = new Map<string, Block>();

  constructor(private readonly database: Pick<Database, 'transaction'>) {}

  /** As many numbers for each seller as asked, none ever handed out before. */
  async take(wanted: ReadonlyMap<string, number>): Promise<Map<string, number[]>> {
    // Another batch of this process may draw while we wait: look again after each refill, then draw all at once.
    for (let short = this.shortOf(wanted); short.length > 0; short = this.shortOf(wanted))
      await this.refill(short);
    return new Map([...wanted].map(([sellerId, count]) => [sellerId, this.draw(sellerId, count)]));
  }

  private shortOf(wanted: ReadonlyMap<string, number>): [string, number][] {
    return [...wanted].filter(([sellerId, count]) => {
      const block = this.blocks.get(sellerId);
      return (block ? block.end - block.next : 0) < count;
    });
  }

  private async refill(short: [string, number][]): Promise<void> {
    const amounts = new Map(short.map(([sellerId, count]) => [sellerId, Math.max(count, BLOCK)]));
    const taken = await this.database.transaction((tx) =>
      tx.query<{ seller_id: string; next: number }>(TAKE, [[...amounts.keys()], [...amounts.values()]]),
    );
    for (const { seller_id: sellerId, next } of taken) {
      this.blocks.set(sellerId, { next: next - (amounts.get(sellerId) ?? 0), end: next });
    }
  }

  private draw(sellerId: string, count: number): number[] {
    const block = this.blocks.get(sellerId);
    if (!block || block.end - block.next < count)
      throw new Error(`no block of package numbers for ${sellerId}`);
    const first = block.next;
    block.next += count;
    return Array.from({ length: count }, (_, nth) => first + nth);
  }
}
