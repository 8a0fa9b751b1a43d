import { expect, test } from '@jest/globals';
import { services } from './registry.js';
import { inboundTopic, isInbound, topicOf, topicSettings, topics } from './topics.js';

test('every owner has its topic, kept for ever and never compacted', () => {
  for (const service of services) {
    const topic = topicOf(service);
    expect(topics[topic].owner).toBe(service);
    expect(topicSettings(false)[topic].config).toMatchObject({
      'retention.ms': '-1',
      'cleanup.policy': 'delete',
      'message.timestamp.type': 'CreateTime',
    });
  }
});

test('the broker stamps reports, except where a replay sets their time (Words, "report")', () => {
  expect(topicSettings(false)['inbound.*'].config['message.timestamp.type']).toBe('LogAppendTime');
  expect(topicSettings(true)['inbound.*'].config['message.timestamp.type']).toBe('CreateTime');
  expect(topicSettings(false)['inbound.gateway'].config).toMatchObject({
    'max.message.bytes': '8388608',
    'retention.ms': '2592000000',
  });
});

test('a topic that exists is never made again with another count of partitions', () => {
  expect(
    Object.fromEntries(Object.entries(topics).map(([name, { partitions }]) => [name, partitions])),
  ).toEqual({
    'orders.events': 6,
    'tracking.events': 6,
    'returns.events': 6,
    'reimbursements.events': 6,
    'gateway.events': 1,
    'inbound.gateway': 3,
    'dead-letters': 1,
  });
});

test('inbound topics', () => {
  expect(inboundTopic('east-warehouse')).toBe('inbound.east-warehouse');
  expect(() => inboundTopic('East')).toThrow('"East" is no publisher name');
  expect([isInbound('inbound.gateway'), isInbound('orders.events')]).toEqual([true, false]);
});
