import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { startService, type RunningService } from '#runtime';
import { eventually } from '#testing';
import { gateway } from '../src/gateway.js';
import { Door, OPERATOR, type Seller } from './door.js';

jest.setTimeout(60_000);

type Caller = Seller & { authorization: string };
const ORDERS = '/fba/outbound/2020-07-01/fulfillmentOrders';
let door: Door;
let replica: RunningService;

beforeAll(async () => {
  door = await Door.open();
  replica = await startService(gateway, door.env());
});
afterAll(async () => {
  await replica.stop();
  await door.close();
});

const statuses = async (seller: Caller, times: number, path = `${ORDERS}/1`, base?: string) => {
  const headers = { authorization: seller.authorization };
  const answers = await Promise.all(
    Array.from({ length: times }, () =>
      base === undefined ? door.call(path, { headers }) : fetch(`${base}${path}`, { headers }),
    ),
  );
  return answers.map(({ status }) => status);
};
const passed = (all: number[]): number => all.filter((status) => status === 200).length;

describe('the rate plan of a seller', () => {
  test('lets 30 calls of an operation through at once, then two a second, and says how to go on', async () => {
    const seller = await door.addSeller('Default');
    const began = Date.now();
    const all = await statuses(seller, 50);
    const most = 30 + 1 + Math.ceil(((Date.now() - began) / 1000) * 2);
    expect(passed(all)).toBeGreaterThanOrEqual(30);
    expect(passed(all)).toBeLessThanOrEqual(most);
    const refused = await door.call(`${ORDERS}/1`, { headers: { authorization: seller.authorization } });
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({
      errors: [
        {
          code: 'QuotaExceeded',
          message: expect.stringContaining('quota'),
          details: expect.stringContaining('getFulfillmentOrder: 2.0 per second, 30 at once; try again in'),
        },
      ],
    });
    expect(refused.headers.get('x-amzn-ratelimit-limit')).toBe('2.0');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    // Another operation, and another seller, have buckets of their own; what is no Selling Partner API has none.
    expect(await statuses(seller, 1, ORDERS)).toEqual([200]);
    expect(passed(await statuses(seller, 40, '/packages/1'))).toBe(40);
    expect(await statuses(await door.addSeller('Other'), 1)).toEqual([200]);
    const later = await eventually(
      () => statuses(seller, 1),
      ([status]) => status === 200,
    );
    expect(later).toEqual([200]);
  });

  test('is one for all replicas of the door', async () => {
    const seller = await door.addSeller('Two doors');
    const began = Date.now();
    const both = await Promise.all([statuses(seller, 40), statuses(seller, 40, `${ORDERS}/1`, replica.url)]);
    const most = 30 + 2 + Math.ceil(((Date.now() - began) / 1000) * 2);
    expect(passed(both.flat())).toBeGreaterThanOrEqual(30);
    expect(passed(both.flat())).toBeLessThanOrEqual(most);
  });

  test('may be unlimited, and says no rate then', async () => {
    const seller = await door.addSeller('Unlimited', 'unlimited');
    expect(passed(await statuses(seller, 60))).toBe(60);
    const answer = await door.call(`${ORDERS}/1`, { headers: { authorization: seller.authorization } });
    expect(answer.headers.has('x-amzn-ratelimit-limit')).toBe(false);
  });

  test('can be changed, and counts at once', async () => {
    const seller = await door.addSeller('Changing');
    await statuses(seller, 40);
    const operator = await door.bearer(OPERATOR);
    const patch = (body: object) =>
      door.call(`/admin/sellers/${seller.sellerId}`, {
        method: 'PATCH',
        headers: { ...operator, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect(await patch({ plan: 'unlimited' })).toMatchObject({ status: 200, body: { plan: 'unlimited' } });
    expect(passed(await statuses(seller, 40))).toBe(40);
    expect(await patch({ plan: 'gold' })).toMatchObject({
      status: 400,
      body: { errors: [{ message: 'plan: must be one of default, unlimited' }] },
    });
    expect((await patch({})).status).toBe(400);
    expect((await patch({ plan: 'default', standing: 'good' })).status).toBe(400);
  });
});
