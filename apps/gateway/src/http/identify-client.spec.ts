import { describe, expect, test } from '@jest/globals';
import { accessTokenIn } from './identify-client.js';
import { forwardedHeaders } from './forwarded-headers.js';
import { PUBLIC_PAGES } from './public-pages.js';
import { ROUTES, staysWithin } from './routes.js';

describe('the token of a call', () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ['as Amazon sends it', { 'x-amz-access-token': 'a' }, 'a'],
    ['as a bearer', { authorization: 'Bearer b' }, 'b'],
    ['both: Amazon’s counts', { 'x-amz-access-token': 'a', authorization: 'Bearer b' }, 'a'],
    ['another scheme', { authorization: 'Basic b' }, undefined],
    ['none', {}, undefined],
  ])('%s', (_, headers, token) => {
    expect(accessTokenIn({ headers })).toBe(token);
  });
});

test('what goes to a service: no client token, nothing internal of the client’s, the signed identity', () => {
  const sent = {
    host: 'api.example',
    'content-type': 'application/json',
    'x-amz-date': '20260101T000000Z',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    'x-amz-access-token': 'secret',
    authorization: 'Bearer secret',
    cookie: 'secret',
    'x-makegood-identity': 'forged',
    'x-makegood-anything': 'forged',
    'x-amzn-requestid': 'forged',
    'x-forwarded-for': 'forged',
  };
  expect(forwardedHeaders(sent, 'r-1', 'signed')).toEqual({
    host: 'api.example',
    'content-type': 'application/json',
    'x-amz-date': '20260101T000000Z',
    traceparent: sent.traceparent,
    'x-amzn-requestid': 'r-1',
    'x-makegood-identity': 'signed',
  });
});

test('nothing internal is routed', () => {
  const routed = [...ROUTES.map(({ prefix }) => prefix), ...PUBLIC_PAGES.map(({ path }) => path)];
  expect(routed.filter((path) => path.startsWith('/internal') || path === '/')).toEqual([]);
});

test.each([
  ['/packages', true],
  ['/packages?x=/../internal', true],
  ['/packages/1', true],
  ['/packages/1%2f..', true],
  ['/packages/../internal/accounting', false],
  ['/packages/%2e%2E/internal/accounting', false],
  ['/packages/..\\internal', false],
  ['/packages/x/../../internal', false],
  ['/packagesx', false],
])('a client that asks for %s stays where it may be: %s', (url, stays) => {
  expect(staysWithin('/packages', url)).toBe(stays);
});
