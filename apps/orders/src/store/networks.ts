import type { Instant } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';
import { DEFAULT_NETWORK } from '../domain/network.js';
import type { Network } from '../domain/network.js';

const NOW = sql('network_now', 'select content from network order by version desc limit 1');
const PUT = sql('network_put', 'insert into network (content, put_at) values ($1::jsonb, instant($2))');

/** What the operator said last of its network. */
export async function networkInForce(tx: Tx): Promise<Network> {
  const [row] = await tx.query<{ content: Network }>(NOW);
  return row?.content ?? DEFAULT_NETWORK;
}

export function putNetwork(tx: Tx, network: Network, at: Instant): void {
  tx.send(PUT, [JSON.stringify(network), at]);
}
