import { describe, expect, test } from '@jest/globals';
import { lacks, scopesOf, type Role, type Scope } from './scopes.js';

describe('roles', () => {
  test('view-only and support may change nothing', () => {
    for (const role of ['view-only', 'support'] as const)
      expect(scopesOf(role).filter((scope) => !scope.endsWith(':read'))).toEqual([]);
  });

  test('a seller’s owner may all that its other users may, and admin all that support may', () => {
    for (const role of ['developer', 'view-only'] as const)
      expect(scopesOf('owner')).toEqual(expect.arrayContaining([...scopesOf(role)]));
    expect(scopesOf('admin')).toEqual(expect.arrayContaining([...scopesOf('support')]));
  });

  test.each<[Role, Scope[]]>([
    ['developer', ['reimbursements:write', 'users:write', 'keys:write', 'sellers:read']],
    ['owner', ['sellers:read', 'parked:read', 'policies:write', 'reports:write', 'audit:read']],
    ['admin', ['orders:write', 'reports:write', 'reimbursements:write', 'shipments:read']],
    ['support', ['operators:read', 'audit:read', 'shipments:read']],
    ['carrier', ['shipments:read', 'orders:read']],
    ['warehouse', ['orders:read']],
  ])('a %s may not %j', (role, scopes) => {
    expect(scopes.filter((scope) => scopesOf(role).includes(scope))).toEqual([]);
  });
});

test.each<[string, Parameters<typeof lacks>[0], string | undefined]>([
  ['a role that has it', { role: 'owner' }, undefined],
  ['a token narrowed to it', { role: 'owner', scopes: ['orders:write'] }, undefined],
  [
    'a role that has it not',
    { role: 'view-only' },
    'The role view-only does not have the scope orders:write; use the key of a user with the role owner or developer',
  ],
  [
    'a narrowed token of a role that has it not',
    { role: 'view-only', scopes: ['orders:write'] },
    'The role view-only does not have the scope orders:write; use the key of a user with the role owner or developer',
  ],
  ['an operator', { role: 'admin' }, 'The role admin does not have the scope orders:write'],
  ['nobody', {}, 'The role of this caller does not have the scope orders:write'],
  [
    'a token narrowed to others',
    { role: 'owner', scopes: ['orders:read', 'stock:read'] },
    'The access token was asked for with the scope "orders:read stock:read" only; ask for one with orders:write',
  ],
])('what lacks orders:write: %s', (_, holder, expected) => {
  expect(lacks(holder, 'orders:write')).toBe(expected);
});
