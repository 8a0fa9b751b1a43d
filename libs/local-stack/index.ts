/** A real Kafka and a real Postgres on this machine, and namespaces on them: see README.md. */
export { ensureServers } from './ensure-servers.js';
export type { EnsureServers, Servers } from './ensure-servers.js';
export type { KafkaAccess } from './kafka/admin.js';
export { addPublisher, publisherPlace, removePublisher } from './kafka/publishers.js';
export type { PublisherPlace } from './kafka/publishers.js';
export type { TopicWanted } from './kafka/topics.js';
export { namespace } from './namespace.js';
export type { Namespace } from './namespace.js';
export { freePort, isBusy } from './ports.js';
export { databaseUrlFor } from './postgres/provision.js';
export { dropNamespace, provision } from './provision.js';
export type { ProvisionOptions, ServerAccess } from './provision.js';
export type { Report } from './report.js';
export { reset } from './reset.js';
export { stackSecret, stackSecrets } from './secrets.js';
export { servicePasswords } from './service-passwords.js';
export type { Credentials, Duty, ServicePasswords } from './service-passwords.js';
export { StackProblem } from './stack-problem.js';
