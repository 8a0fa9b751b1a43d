import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Door, OPERATOR } from './door.js';
import { request, sendRaw } from './raw.js';

jest.setTimeout(60_000);

const SP_API = '/fba/outbound/2020-07-01';
let door: Door;
let seller: string;
let operator: string;

beforeAll(async () => {
  door = await Door.open();
  seller = (await door.addSeller('Hostile Ltd', 'unlimited')).authorization;
  operator = (await door.bearer(OPERATOR)).authorization;
});
afterAll(() => door.close());

describe('what is behind the door', () => {
  test.each([
    '/internal/flush',
    '/internal',
    '/Internal/flush',
    '//internal/flush',
    '/internal;a/flush',
    '/%69nternal/flush',
    '/%69%6e%74%65%72%6e%61%6c/flush',
    '/internal%2fflush',
    '/%2e/internal/flush',
    '/./internal/flush',
    '/x/../internal/flush',
    'http://door/internal/flush',
    `${SP_API}/../../../internal/flush`,
    `${SP_API}/%2e%2e/%2e%2e/%2e%2e/internal/flush`,
    `${SP_API}/%2E%2e/.%2e/%2e./internal/flush`,
    `${SP_API}/..%2f..%2f..%2finternal/flush`,
    `${SP_API}/\\..\\..\\..\\internal/flush`,
    `${SP_API}/..%5c..%5c..%5cinternal/flush`,
    `${SP_API}\\..\\..\\..\\internal\\flush`,
    '/packages/..;/internal/flush',
    '/packages/../internal/accounting',
    '/packages/%2e%2e/internal/accounting',
    `${SP_API}/fulfillmentOrders/a%00b`,
    `${SP_API}/fulfillmentOrders/a%0d%0aset-cookie:x`,
    `${SP_API}/fulfillmentOrders/%ff`,
    `${SP_API}/fulfillmentOrders/%`,
  ])('is not reached by %s', async (path) => {
    for (const authorization of [seller, operator]) {
      const before = door.services.calls.length;
      for (const method of ['GET', 'POST']) {
        const { status, text } = await sendRaw(door.url, request(method, path, { authorization }));
        expect([400, 404]).toContain(status);
        expect(text.toLowerCase()).not.toContain('set-cookie');
      }
      const seen = door.services.calls
        .slice(before)
        .map((call) => new URL(call.path, 'http://service').pathname);
      expect(seen.filter((one) => one.includes('internal'))).toEqual([]);
    }
  });
});

describe('a request that no program sends', () => {
  const token = (body: string, type = 'application/json') =>
    request('POST', '/auth/o2/token', { 'content-type': type }, body);
  const sent = JSON.stringify({ grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' });

  test.each<[string, () => string | Buffer, number]>([
    ['headers of 20 KB', () => request('GET', '/accounting', { x: 'x'.repeat(20_000) }), 431],
    ['500 headers', () => request('GET', '/accounting', many(500)), 403],
    [
      'a query of 12 KB',
      () => request('GET', `/packages/1?x=${'x'.repeat(12_000)}`, { authorization: seller }),
      200,
    ],
    ['a path of 12 KB', () => request('GET', `/${'x'.repeat(12_000)}`), 404],
    ['no HTTP', () => 'HELO door\r\n\r\n', 400],
    [
      'two lengths',
      () => `POST /auth/o2/token HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx`,
      400,
    ],
    [
      'a length and chunks',
      () =>
        `POST /auth/o2/token HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['no host', () => 'GET /accounting HTTP/1.1\r\n\r\n', 400],
    ['no JSON', () => token('{"a":'), 400],
    ['nothing as JSON', () => request('POST', '/auth/o2/token', { 'content-type': 'application/json' }), 400],
    ['JSON that is no object', () => token('[1]'), 400],
    ['null as JSON', () => token('null'), 400],
    ['another type', () => token('<a/>', 'application/xml'), 415],
    ['a type that is none', () => token(sent, 'x'.repeat(200)), 415],
    ['JSON nested 100,000 deep', () => token(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 400],
    ['objects nested 40 deep', () => token(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`), 400],
    ['__proto__ in it', () => token('{"__proto__":{"grant_type":"client_credentials"}}'), 400],
    ['constructor.prototype in it', () => token('{"constructor":{"prototype":{"a":1}}}'), 400],
    ['__proto__ in a form', () => token('__proto__=x', 'application/x-www-form-urlencoded'), 400],
    ['a key twice', () => token(`{"client_id":"operator",${sent.slice(1)}`), 401],
    ['a null byte in it', () => token(sent.replace('"x"', String.raw`"x\u0000"`)), 400],
    ['SQL in it', () => token(sent.replace('"x"', `"' or 1=1; drop table registry_seller --"`)), 401],
    [
      'lists where texts belong',
      () => token('{"grant_type":["client_credentials"],"client_id":{},"client_secret":1}'),
      400,
    ],
    ['a body over 2 MB', () => token(JSON.stringify('x'.repeat(2 * 1024 * 1024))), 413],
    [
      '8 MB of events from nobody',
      () => request('POST', '/%65vents', { 'content-type': 'application/cloudevents+json' }, '{}'),
      403,
    ],
    ['a forged identity', () => request('GET', '/accounting', { 'x-makegood-identity': 'x' }), 403],
    ['TRACE', () => request('TRACE', '/accounting'), 404],
  ])('%s', async (name, bytes, status) => {
    const answer = await sendRaw(door.url, bytes());
    expect([answer.status, answer.text.slice(-300)]).toEqual([status, expect.any(String)]);
    // Node itself answers what names no host.
    const enveloped =
      status < 400 || name === 'no host' || /\{"errors":\[\{"code":"|\{"error":"invalid_/.test(answer.text);
    expect(enveloped).toBe(true);
  });

  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, 'x']));
});

test('every answer says that it is nothing for browsers to keep, frame or guess at', async () => {
  const answers = await Promise.all([
    door.call('/accounting'),
    door.call('/health/live'),
    door.call('/nowhere'),
    door.call('/packages/1', { headers: { authorization: seller } }),
    door.post('/auth/o2/token', {}),
  ]);
  for (const { headers } of answers) {
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(headers.has('strict-transport-security')).toBe(false);
    expect(headers.has('server')).toBe(false);
    expect(headers.has('x-powered-by')).toBe(false);
  }
  const { headers } = await door.call('/.well-known/jwks.json');
  expect(headers.get('cache-control')).toBe('public, max-age=3600');
});
