import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { root } from '../deploy/files.js';
import { once, orderOf, Shop } from './shop.js';
import type { SellerKey } from './shop.js';

interface Feed {
  webhook: string;
  secret: string;
}
interface TrackingFact {
  scan: { eventCode: string; rawCode: string; occurredAt: string };
  state: { place: string };
  sellerFulfillmentOrderId: string;
}

let shop: Shop;
let seller: SellerKey;
let feed: Feed;

beforeAll(async () => {
  shop = await Shop.open();
  seller = await shop.seller('unlimited');
  await shop.asOperator('/admin/publishers', {
    name: 'ups',
    role: 'carrier',
    scope: { carrierCodes: ['UPS'] },
  });
  feed = await shop.asOperator<Feed>('/feeds', { publisher: 'ups', carrier: 'UPS', format: 'makegood' });
}, 180_000);
afterAll(() => shop?.close(), 60_000);

/** An order whose parcel UPS has, under this number. */
async function shipped(order: string): Promise<string> {
  const token = await shop.accessToken(seller);
  const answer = await fetch(`${shop.url}/fba/outbound/2020-07-01/fulfillmentOrders`, {
    method: 'POST',
    headers: { 'x-amz-access-token': token, 'content-type': 'application/json' },
    body: JSON.stringify(orderOf(order)),
  });
  expect(answer.status).toBe(200);
  await shop.ship(seller, order);
  return `1Z${order}`;
}
async function factsOf(order: string): Promise<TrackingFact[]> {
  const said = await shop.said('tracking.events');
  return said
    .filter(({ type }) => type === 'makegood.TrackingUpdated.v1')
    .map(({ data }) => data as unknown as TrackingFact)
    .filter(({ sellerFulfillmentOrderId }) => sellerFulfillmentOrderId === order);
}
const deliveriesOf = async (order: string): Promise<TrackingFact[]> =>
  (await factsOf(order)).filter(({ scan }) => scan.eventCode === 'EVENT_301');

async function push(body: string, id: string): Promise<number> {
  const seconds = Math.floor(Date.now() / 1000);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': new Webhook(feed.secret).sign(id, new Date(seconds * 1000), body),
  };
  return (await fetch(`${shop.url}${feed.webhook}`, { method: 'POST', headers, body })).status;
}

it('a scan that is pushed is a fact of tracking; pushed again, it is no second one (T-4)', async () => {
  const [trackingNumber, marker] = [await shipped('PUSHED'), await shipped('MARKER')];
  const occurredAt = new Date().toISOString();
  const scan = { package: { trackingNumber }, eventCode: 'EVENT_301', rawCode: 'D', occurredAt };
  const body = JSON.stringify([scan]);
  expect(await push(body, 'msg_1')).toBe(202);
  const [delivered] = await once(
    () => deliveriesOf('PUSHED'),
    (facts) => facts.length > 0,
  );
  expect(delivered).toMatchObject({ scan: { rawCode: 'D', occurredAt }, state: { place: 'delivered' } });
  expect([await push(body, 'msg_1'), await push(body, 'msg_2')]).toEqual([202, 202]);
  expect(await push(JSON.stringify([{ ...scan, package: { trackingNumber: marker } }]), 'msg_3')).toBe(202);
  await once(
    () => deliveriesOf('MARKER'),
    (facts) => facts.length > 0,
  );
  // Another package may overtake on another partition: a moment more.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await deliveriesOf('PUSHED')).toHaveLength(1);
}, 120_000);

/** What the page shows: shell, so only where there is one. */
const canRun = ['openssl', 'curl', 'od', 'sh'].every((program) => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

it('the example of docs/carrier-feeds.md signs, and is taken', async () => {
  if (!canRun) return;
  const page = readFileSync(join(root, 'docs', 'carrier-feeds.md'), 'utf8');
  const [, example = ''] = /```sh\n([^]*?)```/.exec(page) ?? [];
  const env = {
    PATH: process.env['PATH'],
    DOOR: shop.url,
    SECRET: feed.secret,
    NUMBER: await shipped('EXAMPLE'),
  };
  const { stdout } = await promisify(execFile)('sh', ['-euc', example], { env });
  expect(JSON.parse(stdout)).toEqual({ accepted: 1, ignored: 0 });
  const facts = await once(
    () => deliveriesOf('EXAMPLE'),
    ({ length }) => length > 0,
  );
  expect(facts).toHaveLength(1);
}, 120_000);
