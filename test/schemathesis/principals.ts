import { operatorRoles, publisherRoles, sellerRoles } from '#contracts';
import { orderOf } from '../clients/shop.js';
import type { Shop } from '../clients/shop.js';

/** Named in schemathesis.toml: one that ships, one on hold. */
const ORDERS = ['FUZZ-1', 'FUZZ-2'] as const;

/** Somebody with a valid access token. */
export interface PrincipalToken {
  readonly role: string;
  readonly token: string;
}

/** One of each role that there is: users of a seller that has orders, the operator's, and publishers. */
export async function everyPrincipal(shop: Shop): Promise<PrincipalToken[]> {
  const seller = await shop.seller('unlimited');
  const { sellerId } = seller;
  const made: PrincipalToken[] = [];
  const add = async (role: string, path: string): Promise<void> => {
    const client = await shop.asOperator<{ clientId: string; clientSecret: string }>(path, {
      name: `a-${role}`,
      role,
    });
    made.push({ role, token: await shop.token(client) });
  };
  for (const role of sellerRoles) await add(role, `/admin/sellers/${sellerId}/users`);
  for (const role of operatorRoles) await add(role, '/admin/operators');
  for (const role of publisherRoles) await add(role, '/admin/publishers');
  await order(shop, await shop.accessToken(seller), { ...orderOf(ORDERS[0]) });
  await order(shop, await shop.accessToken(seller), { ...orderOf(ORDERS[1]), fulfillmentAction: 'Hold' });
  await shop.ship(seller, ORDERS[0]);
  return made;
}

async function order(shop: Shop, token: string, body: object): Promise<void> {
  const answer = await fetch(`${shop.url}/fba/outbound/2020-07-01/fulfillmentOrders`, {
    method: 'POST',
    headers: { 'x-amz-access-token': token, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`an order was answered ${answer.status}: ${await answer.text()}`);
}
