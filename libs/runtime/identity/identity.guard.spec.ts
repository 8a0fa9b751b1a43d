import { describe, expect, test } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiError } from '../http/api-error.js';
import { IdentifyRequest, IdentityGuard } from './identity.guard.js';
import { Allow, Needs, Public, type Principal } from './principal.js';

class Routes {
  @Public()
  open(): void {}

  forgotten(): void {}

  @Allow('seller', 'operator', 'service')
  scopeless(): void {}

  @Allow('seller', 'service')
  @Needs('orders:write')
  orders(): void {}

  @Allow('warehouse')
  @Needs('shipments:read')
  shipments(): void {}
}

const seller = (more: Partial<Principal> = {}): Principal => ({
  kind: 'seller',
  id: 's1',
  sellerId: 's1',
  role: 'owner',
  ...more,
});
const publisher = (role: Principal['role']): Principal => ({ kind: 'publisher', id: 'p1', role });

async function outcome(route: keyof Routes, principal: Principal): Promise<string> {
  class Known extends IdentifyRequest {
    override identify = async (): Promise<Principal> => principal;
  }
  const context = {
    getType: () => 'http',
    getHandler: () => Routes.prototype[route],
    getClass: () => Routes,
    switchToHttp: () => ({ getRequest: () => ({ headers: {} }) }),
  };
  try {
    await new IdentityGuard(new Reflector(), new Known()).canActivate(context as unknown as ExecutionContext);
    return 'in';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const [entry] = error.errors;
    return `${error.getStatus()} ${entry?.code}: ${entry?.message} | ${entry?.details}`;
  }
}

const DENIED = '403 Unauthorized: Access to requested resource is denied';

describe('the guard', () => {
  test.each<[keyof Routes, string, Principal, string]>([
    ['open', 'anybody', seller({ role: 'view-only' }), 'in'],
    ['forgotten', 'an owner', seller(), `${DENIED} | A seller may not call this`],
    ['forgotten', 'a service', { kind: 'service', id: 'orders' }, `${DENIED} | A service may not call this`],
    ['scopeless', 'an owner', seller(), `${DENIED} | This operation names no scope: nobody may call it`],
    ['scopeless', 'a service', { kind: 'service', id: 'orders' }, 'in'],
    ['orders', 'an owner', seller(), 'in'],
    ['orders', 'a developer', seller({ role: 'developer' }), 'in'],
    [
      'orders',
      'view-only',
      seller({ role: 'view-only' }),
      `${DENIED}: it needs the scope orders:write | The role view-only does not have the scope orders:write; use the key of a user with the role owner or developer`,
    ],
    [
      'orders',
      'an owner’s narrowed token',
      seller({ scopes: ['orders:read'] }),
      `${DENIED}: it needs the scope orders:write | The access token was asked for with the scope "orders:read" only; ask for one with orders:write`,
    ],
    ['shipments', 'a warehouse', publisher('warehouse'), 'in'],
    ['shipments', 'a network', publisher('network'), `${DENIED} | A network may not call this`],
    [
      'shipments',
      'a seller who says so',
      seller({ role: 'warehouse' }),
      `${DENIED} | A seller may not call this`,
    ],
  ])('%s: %s', async (route, _, principal, expected) => {
    expect(await outcome(route, principal)).toBe(expected);
  });
});
