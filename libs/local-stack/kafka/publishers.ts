import { inboundTopic, topicSettings } from '#contracts';
import type { Namespace } from '../namespace.js';
import { StackProblem } from '../stack-problem.js';
import { withKafkaAdmin, withKafkaWire } from './admin.js';
import type { KafkaAccess } from './admin.js';
import { grantRights, hasNoAuthorizer, publisherRights, removeRights } from './rights.js';
import { putScramUsers, removeScramUsers } from './scram-users.js';
import { ensureTopics, forSimulation } from './topics.js';

/** What a publisher signs in with and writes to. Its Kafka user is named like its topic, which no service is. */
export interface PublisherPlace {
  topic: string;
  username: string;
}

const ofTheGateway = 'gateway';
const longestName = 60;

/** @throws StackProblem for a name that is none, or that is the gateway's */
export function publisherPlace(ns: Namespace, publisher: string): PublisherPlace {
  if (publisher === ofTheGateway || publisher.length > longestName)
    throw new StackProblem(
      `"${publisher}" cannot name a publisher: at most ${longestName} characters, and "${ofTheGateway}" is what comes over HTTP.`,
    );
  try {
    const topic = ns.topic(inboundTopic(publisher));
    return { topic, username: topic };
  } catch (error) {
    if (error instanceof RangeError) throw new StackProblem(error.message);
    throw error;
  }
}

/**
 * Lets a publisher in: its topic, its user with this password, and the right to write that topic and nothing else.
 * Again with another password sets that password. May be called while all runs, with the admin's credentials.
 */
export async function addPublisher(
  access: KafkaAccess,
  ns: Namespace,
  publisher: string,
  password: string,
  { simulated = false }: { simulated?: boolean } = {},
): Promise<PublisherPlace> {
  const place = publisherPlace(ns, publisher);
  const topic = { name: place.topic, ...topicSettings(simulated)['inbound.*'] };
  await withKafkaAdmin(access, async (admin) => {
    await ensureTopics(admin, [simulated ? forSimulation(topic) : topic]);
    if (access.kafkaAdmin !== undefined)
      await grantRights(admin, publisherRights(place.topic)).catch((error: unknown) => {
        if (!hasNoAuthorizer(error)) throw error;
      });
  });
  // The user last: who can sign in finds its rights in place.
  if (access.kafkaAdmin !== undefined)
    await withKafkaWire(access, (wire) => putScramUsers(wire, [{ username: place.username, password }]));
  return place;
}

/** Shuts a publisher out: user and rights go, its topic stays with what it reported. Sessions that are open end at their next request. */
export async function removePublisher(access: KafkaAccess, ns: Namespace, publisher: string): Promise<void> {
  const { username } = publisherPlace(ns, publisher);
  if (access.kafkaAdmin === undefined) return;
  await withKafkaWire(access, (wire) => removeScramUsers(wire, [username]));
  await withKafkaAdmin(access, (admin) => removeRights(admin, (user) => user === username)).catch(
    (error: unknown) => {
      if (!hasNoAuthorizer(error)) throw error;
    },
  );
}
