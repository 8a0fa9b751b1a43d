import type { Admin } from 'kafkajs';
import type { Namespace } from '../namespace.js';
import type { Report } from '../report.js';
import { saltFor, servicePasswords } from '../service-passwords.js';
import { withKafkaAdmin, withKafkaWire } from './admin.js';
import type { KafkaAccess } from './admin.js';
import { grantRights, hasNoAuthorizer, removeRights, serviceRights } from './rights.js';
import { listScramUsers, putScramUsers, removeScramUsers } from './scram-users.js';
import { ensureTopics } from './topics.js';
import type { TopicWanted } from './topics.js';

export interface ProvisionKafka {
  services: readonly string[];
  /** With their names in this namespace. */
  topics: readonly TopicWanted[];
  secret: string;
  report: Report;
}

/** Topics, a user per service and what it may do. Again changes nothing. */
export async function provisionKafka(
  access: KafkaAccess,
  ns: Namespace,
  wanted: ProvisionKafka,
): Promise<void> {
  await Promise.all([
    withKafkaAdmin(access, async (admin) => {
      await ensureTopics(admin, wanted.topics);
      if (access.kafkaAdmin !== undefined) await grant(admin, ns, wanted);
    }),
    access.kafkaAdmin !== undefined &&
      withKafkaWire(access, (wire) => putScramUsers(wire, users(ns, wanted))),
  ]);
  if (access.kafkaAdmin === undefined)
    wanted.report(
      'kafka     no users and rights: this Kafka asks nobody who he is (KAFKA_ADMIN_USERNAME is not set)',
    );
}

function users(ns: Namespace, { services, secret }: ProvisionKafka) {
  return services.map((service) => {
    const { username, password } = servicePasswords(secret, ns, service).kafka;
    return { username, password, salt: saltFor(password, username) };
  });
}

async function grant(
  admin: Admin,
  ns: Namespace,
  { services, topics, report }: ProvisionKafka,
): Promise<void> {
  const names = topics.map(({ name }) => name);
  try {
    await grantRights(
      admin,
      services.flatMap((service) => serviceRights(ns, service, names)),
    );
  } catch (error) {
    if (!hasNoAuthorizer(error)) throw error;
    report('kafka     no rights set: this Kafka has no authorizer, so every user of it may do everything');
  }
}

/** Groups, topics, rights and users that carry the namespace's prefix. */
export async function dropFromKafka(access: KafkaAccess, ns: Namespace): Promise<void> {
  const prefix = ns.topic('');
  await withKafkaAdmin(access, async (admin) => {
    const groups = (await admin.listGroups()).groups
      .map(({ groupId }) => groupId)
      .filter((id) => id.startsWith(prefix));
    // A group that still has members goes when they do: nothing depends on it.
    if (groups.length > 0) await admin.deleteGroups(groups).catch(() => undefined);
    const topics = (await admin.listTopics()).filter((name) => name.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    if (access.kafkaAdmin !== undefined)
      await removeRights(admin, (user) => user.startsWith(prefix)).catch((error: unknown) => {
        if (!hasNoAuthorizer(error)) throw error;
      });
  });
  if (access.kafkaAdmin !== undefined)
    await withKafkaWire(access, async (wire) => {
      const known = await listScramUsers(wire);
      await removeScramUsers(
        wire,
        known.filter((name) => name.startsWith(prefix)),
      );
    });
}
