import { describe, expect, test } from '@jest/globals';
import { publisherPlace } from './kafka/publishers.js';
import { namespace } from './namespace.js';
import { StackProblem } from './stack-problem.js';

describe('names of a namespace', () => {
  test('the main one has no prefix', () => {
    const ns = namespace('');
    expect([
      ns.database,
      ns.topic('orders.events'),
      ns.group('orders'),
      ns.role('orders_api'),
      ns.kafkaUser('orders'),
    ]).toEqual(['makegood', 'orders.events', 'orders', 'orders_api', 'orders']);
  });

  test('another one prefixes all of them', () => {
    const ns = namespace('my-replay');
    expect([
      ns.database,
      ns.topic('orders.events'),
      ns.group('orders'),
      ns.role('orders_api'),
      ns.kafkaUser('orders'),
    ]).toEqual([
      'makegood_my_replay',
      'my-replay.orders.events',
      'my-replay.orders',
      'my_replay_orders_api',
      'my-replay.orders',
    ]);
  });

  test.each(['Upper', '1st', 'a_b', 'a.b', '-a', 'a-', `a${'b'.repeat(31)}`, "a'b", ' '])(
    '%j is refused',
    (name) => {
      expect(() => namespace(name)).toThrow(StackProblem);
    },
  );

  test.each(['a', 'a1-b', `a${'b'.repeat(30)}`])(
    '%j is taken, and its longest role fits Postgres',
    (name) => {
      expect(namespace(name).role('reimbursements_worker').length).toBeLessThanOrEqual(63);
    },
  );

  // Dropping a namespace "orders" would drop the main topic orders.events with it.
  test.each(['orders', 'inbound', 'gateway', 'main'])('%j is kept for the main one', (name) => {
    expect(() => namespace(name)).toThrow(/cannot name a namespace/);
  });
});

describe('the place of a publisher', () => {
  test('its user is named like its topic, which no service and no admin is', () => {
    expect(publisherPlace(namespace(''), 'admin')).toEqual({
      topic: 'inbound.admin',
      username: 'inbound.admin',
    });
    expect(publisherPlace(namespace('x'), 'dhl').username).toBe('x.inbound.dhl');
  });

  test.each(['gateway', 'a.b', '', 'A', 'a'.repeat(61)])('%j is refused', (name) => {
    expect(() => publisherPlace(namespace(''), name)).toThrow(StackProblem);
  });
});
