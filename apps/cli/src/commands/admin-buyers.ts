import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { answer, answerJson, tell } from '../terminal/lines.js';
import { table } from '../terminal/tables.js';
import { UserError } from '../user-error.js';
import { inNamespace, overNamespace } from './namespace-option.js';
import type { NamespaceOptions } from './namespace-option.js';

interface Erased {
  readonly erased: readonly string[];
  readonly erasedBefore: readonly string[];
}

interface Keys {
  readonly keys: readonly { readonly key: string; readonly orders: number; readonly seals: boolean }[];
  readonly unsealed: number;
}

interface EraseOptions extends NamespaceOptions {
  readonly seller?: string;
  readonly email?: string;
  readonly order?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LOOK_MS = 1_000;
const PATIENCE_LOOKS = 30;

export function adminBuyersCommand(admin: Command): void {
  const buyers = admin.command('buyers').description("Buyers' names and addresses: erasure, keys");
  overNamespace(buyers.command('erase'))
    .description("Erase a buyer's data; orders, units and money stay")
    .option('--seller <sellerId>', 'whose buyer it is')
    .option('--email <address>', 'all orders of that seller made with this address')
    .option('--order <id>', "one order, by our id, or with --seller by the seller's")
    .action(async (options: EraseOptions) => {
      const erased = await inNamespace(options, ({ gateway }) =>
        gateway.post<Erased>('/buyers/erasures', erasureOf(options)),
      );
      if (options.json) answerJson(erased);
      else answer(erasedLines(erased));
    });
  overNamespace(buyers.command('keys'))
    .description('Show under which keys buyers’ data lies')
    .action(async (options: NamespaceOptions) => {
      const keys = await inNamespace(options, ({ gateway }) => gateway.get<Keys>('/buyers/keys'));
      if (options.json) answerJson(keys);
      else answer(keyTable(keys));
    });
  overNamespace(buyers.command('reencrypt'))
    .description('Seal under the first of BUYER_DATA_KEYS what lies under others, and wait until it is done')
    .action(async (options: NamespaceOptions) => {
      const keys = await inNamespace(options, async ({ gateway }) => {
        await gateway.post('/buyers/reencryptions', {});
        return untilDone(() => gateway.get<Keys>('/buyers/keys'));
      });
      if (options.json) answerJson(keys);
      else answer(`${keyTable(keys)}\nAll is under the first key: the others may go from BUYER_DATA_KEYS.`);
    });
}

function erasureOf({ seller, email, order }: EraseOptions): object {
  if ((email === undefined) === (order === undefined)) throw new UserError('Give either --email or --order.');
  const isOurId = order !== undefined && UUID.test(order);
  if (seller === undefined && !isOurId)
    throw new UserError('Give --seller as well: only our own id of an order (a UUID) does without.');
  return { sellerId: seller, email, ...(isOurId ? { orderId: order } : { sellerFulfillmentOrderId: order }) };
}

/** Ends when nothing is left; gives up when nothing moves for half a minute. */
async function untilDone(look: () => Promise<Keys>): Promise<Keys> {
  let [least, since] = [Infinity, 0];
  for (;;) {
    const keys = await look();
    const left = leftOf(keys);
    if (left === 0) return keys;
    since = left < least ? 0 : since + 1;
    least = Math.min(least, left);
    if (since > PATIENCE_LOOKS)
      throw new UserError(
        `${left} order(s) are left under other keys and it does not go on: see the log of orders.`,
      );
    tell(`${left} order(s) left`);
    await sleep(LOOK_MS);
  }
}

function leftOf({ keys, unsealed }: Keys): number {
  return keys.reduce((sum, { orders, seals }) => sum + (seals ? 0 : orders), unsealed);
}

function keyTable({ keys, unsealed }: Keys): string {
  const rows = keys.map(({ key, orders, seals }) => [key, String(orders), seals ? 'seals' : '']);
  return table(['key', 'orders', ''], unsealed > 0 ? [...rows, ['none yet', String(unsealed), '']] : rows);
}

function erasedLines({ erased, erasedBefore }: Erased): string {
  const before = erasedBefore.length > 0 ? `\nErased before: ${erasedBefore.join(', ')}` : '';
  return erased.length > 0 ? `Erased: ${erased.join(', ')}${before}` : `Nothing was left to erase.${before}`;
}
