import { describe, expect, it } from '@jest/globals';
import { ApiError, validated } from '#runtime';
import { ListOrdersQuery, startOf, tokenAt } from './list-orders.query.js';

const orderId = '0190a000-0000-7000-8000-000000000002';
const asked = (query: object): ListOrdersQuery =>
  validated(ListOrdersQuery).transform(query, { type: 'query' });

function faultsOf(query: object): string[] {
  try {
    asked(query);
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.errors.map(({ message }) => message);
  }
}

describe('where a list of orders starts', () => {
  const FIRST = '00000000-0000-0000-0000-000000000000';
  const nextToken = tokenAt({ changedAt: 1_795_305_600_123, orderId });

  it.each([
    ['nothing asked: from the first', {}, { changedAt: 0, orderId: FIRST }],
    [
      'at or after an instant',
      { queryStartDate: '2026-01-02T03:04:05.678+09:00' },
      { changedAt: Date.parse('2026-01-01T18:04:05.678Z'), orderId: FIRST },
    ],
    ['after a page', { nextToken }, { changedAt: 1_795_305_600_123, orderId }],
    [
      'after a page, whatever date comes with it',
      { nextToken, queryStartDate: '2030-01-01T00:00:00Z' },
      { changedAt: 1_795_305_600_123, orderId },
    ],
    ['an empty token is none', { nextToken: '' }, { changedAt: 0, orderId: FIRST }],
    ['unknown parameters are nothing', { MarketplaceIds: 'x' }, { changedAt: 0, orderId: FIRST }],
  ])('%s', (_, query, position) => {
    expect(startOf(asked(query))).toEqual(position);
  });

  it.each([
    ['a token that nobody gave', { nextToken: 'x' }, ['nextToken must be the nextToken of an earlier page']],
    [
      'a token of something else',
      { nextToken: Buffer.from(`1.${orderId}; drop table orders`).toString('base64url') },
      ['nextToken must be the nextToken of an earlier page'],
    ],
    ['a token twice', { nextToken: [nextToken, nextToken] }, ['nextToken must be text']],
    [
      'a date without a time, and a bad token',
      { queryStartDate: '2026-01-02', nextToken: '?' },
      [
        'queryStartDate must be an ISO 8601 date and time, as 2026-01-02T03:04:05Z',
        'nextToken must be the nextToken of an earlier page',
      ],
    ],
  ])('refuses %s', (_, query, faults) => {
    expect(faultsOf(query)).toEqual(faults);
  });
});
