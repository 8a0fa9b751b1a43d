import { columns, sql, type Tx } from '#postgres';

/** What a process has used of a bucket since it last asked, and whether it wants more. */
export interface Settlement {
  sellerId: string;
  operation: string;
  perSecond: number;
  burst: number;
  /** Tokens used on credit; negative: leased, not used, and given back. */
  used: number;
  wanted: boolean;
}

/** What a process may use now. */
export interface Leased {
  sellerId: string;
  operation: string;
  tokens: number;
  /** What is left in the bucket for all; below 0 where replicas used more on credit than there was. */
  left: number;
}

const FILL = sql(
  'rate_buckets_fill',
  `insert into rate_bucket (seller_id, operation, tokens, counted_at)
   select *, clock_timestamp() from unnest($1::uuid[], $2::text[], $3::float8[]) as t (seller_id, operation, burst)
    order by seller_id, operation
   on conflict do nothing`,
);
// A third of what is there: replicas share what is left, and a busy one asks seldom while there is much.
const SETTLE = sql(
  'rate_buckets_settle',
  `with asked as (
     select * from unnest($1::uuid[], $2::text[], $3::float8[], $4::float8[], $5::float8[], $6::boolean[])
       as t (seller_id, operation, burst, rate, used, wanted)
   ), locked as (
     select b.seller_id, b.operation, a.wanted, clock_timestamp() as at,
       least(a.burst, b.tokens - a.used + a.rate * extract(epoch from clock_timestamp() - b.counted_at)) as free
     from rate_bucket b join asked a using (seller_id, operation)
     order by b.seller_id, b.operation for update of b
   ), leased as (
     select *, case when wanted and free >= 1 then least(floor(free), ceil(free / 3)) else 0 end as lease from locked
   )
   update rate_bucket b set tokens = l.free - l.lease, counted_at = l.at
   from leased l where b.seller_id = l.seller_id and b.operation = l.operation
   returning b.seller_id as "sellerId", b.operation, l.lease as tokens, b.tokens as left`,
);

/** Settles what was used and leases more, each bucket in one step, whoever else asks meanwhile. */
export async function settleBuckets(tx: Tx, settlements: readonly Settlement[]): Promise<Leased[]> {
  const [sellers, operations, bursts, ...rest] = columns(settlements, {
    sellerId: ({ sellerId }) => sellerId,
    operation: ({ operation }) => operation,
    burst: ({ burst }) => burst,
    rate: ({ perSecond }) => perSecond,
    used: ({ used }) => used,
    wanted: ({ wanted }) => wanted,
  });
  tx.send(FILL, [sellers, operations, bursts]);
  return tx.query<Leased>(SETTLE, [sellers, operations, bursts, ...rest]);
}
