import type { Service } from './registry.js';

/** A topic of ours: who writes it, and how many partitions it has for ever (another count is a new topic). */
export interface Topic {
  readonly owner: Service | 'messaging';
  readonly partitions: number;
}

export const topics = {
  'orders.events': { owner: 'orders', partitions: 6 },
  'tracking.events': { owner: 'tracking', partitions: 6 },
  'returns.events': { owner: 'returns', partitions: 6 },
  'reimbursements.events': { owner: 'reimbursements', partitions: 6 },
  'gateway.events': { owner: 'gateway', partitions: 1 },
  'inbound.gateway': { owner: 'gateway', partitions: 3 },
  'dead-letters': { owner: 'messaging', partitions: 1 },
} as const satisfies Record<string, Topic>;

export type TopicName = keyof typeof topics;

/** What a topic is created with. */
export interface TopicSettings {
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

export const INBOUND_PARTITIONS = topics['inbound.gateway'].partitions;
/** How long a report can still be read again: after that the owners' tables are the only memory. */
export const INBOUND_RETENTION_DAYS = 30;
const INBOUND_MAX_BYTES = 8 * 1024 * 1024;
const PUBLISHER = /^[a-z][a-z0-9-]*$/;

/** The topic that one publisher may write, and nobody else. @throws RangeError for a name that is none. */
export function inboundTopic(publisher: string): string {
  if (!PUBLISHER.test(publisher)) {
    throw new RangeError(
      `"${publisher}" is no publisher name: lower-case letters, digits, hyphens, letter first`,
    );
  }
  return `inbound.${publisher}`;
}

export function isInbound(topic: string): boolean {
  return topic.startsWith('inbound.');
}

/** The topic on which a service publishes its facts. */
export function topicOf(owner: Service): TopicName {
  return `${owner}.events`;
}

/**
 * Settings of every fixed topic, and under `inbound.*` those of a publisher's.
 * @param simulated a namespace with its own clock: the replay sets the timestamps of reports itself.
 */
export function topicSettings(simulated: boolean): Record<TopicName | 'inbound.*', TopicSettings> {
  const inbound = settings(INBOUND_PARTITIONS, {
    'message.timestamp.type': simulated ? 'CreateTime' : 'LogAppendTime',
    'max.message.bytes': String(INBOUND_MAX_BYTES),
    'retention.ms': String(INBOUND_RETENTION_DAYS * 86_400_000),
  });
  return {
    'orders.events': kept('orders.events'),
    'tracking.events': kept('tracking.events'),
    'returns.events': kept('returns.events'),
    'reimbursements.events': kept('reimbursements.events'),
    'gateway.events': kept('gateway.events'),
    'dead-letters': kept('dead-letters'),
    'inbound.gateway': inbound,
    'inbound.*': inbound,
  };
}

function kept(topic: TopicName): TopicSettings {
  return settings(topics[topic].partitions, { 'message.timestamp.type': 'CreateTime', 'retention.ms': '-1' });
}

function settings(partitions: number, config: Record<string, string>): TopicSettings {
  // Never compacted: every fact counts, not only the last one of a key.
  return { partitions, config: { 'cleanup.policy': 'delete', ...config } };
}
