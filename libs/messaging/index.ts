export { connectKafka } from './kafka/kafkajs.js';
export type { KafkaConfig, KafkaPort, KafkaRecord } from './kafka/port.js';
export { fact, type Fact } from './fact.js';
export {
  is,
  type Batch,
  type Due,
  type Incoming,
  type Position,
  type Publisher,
  type Turn,
  type Waiting,
} from './incoming.js';
export type { Logger } from './logger.js';
export { Messaging, type Databases, type Subscription } from './messaging.js';
export { Ctx, Hears, Payload, Subscriptions, Sweeps, type Source } from './nest/decorators.js';
export { MessagingServer } from './nest/messaging-server.js';
export type { ParkedView } from './parking/desk.js';
export { Names, type MessagingSettings } from './settings.js';
export { Messaging1700000000001 as MessagingTables } from './tables.js';
export { Sweeper, type Sweep } from './time/sweeper.js';
export type { Flushed, Offsets, Positions } from './time/flush.js';
export { Turns, type Asker } from './turns.js';
export { mayReport } from './consume/publishers.js';
