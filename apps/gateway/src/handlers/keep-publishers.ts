import { Injectable } from '@nestjs/common';
import { fact, Turns } from '#messaging';
import { inboundTopic, PublisherChanged, uuidv7, type Instant } from '#contracts';
import { ApiError, invalidInput, notFound, unavailable, keepAct, type Actor } from '#runtime';
import { faultsInPublisher, type PublisherRequest } from '../domain/registration.js';
import { insertCredential } from '../store/credentials.js';
import {
  findPublisher,
  insertPublisher,
  isPublisherNameTaken,
  listPublishers,
  revokePublisher,
  type RegisteredPublisher,
} from '../store/publishers.js';
import { newKey, type NewKey } from './client-keys.js';
import { KnownClients } from './known-clients.js';
import { PublisherAccess, type KafkaAccess } from './publisher-access.js';

export interface AddedPublisher extends NewKey {
  publisherId: string;
  name: string;
  topic: string;
  kafka: KafkaAccess | null;
}

/** The fact that tells the owners of reports whom to hear, and on which topic. */
const publisherChanged = (
  { publisherId, name, role, scope, topic, revokedAt }: RegisteredPublisher,
  time: Instant,
) => fact(PublisherChanged, { publisherId, name, role, scope, topic, revoked: revokedAt !== null }, time);

/** What the operator does with publishers. */
@Injectable()
export class KeepPublishers {
  constructor(
    private readonly turns: Turns,
    private readonly access: PublisherAccess,
    private readonly clients: KnownClients,
  ) {}

  /** Adds a publisher with its topic and its keys, which are shown this once. */
  async add(
    actor: Actor,
    request: { name?: unknown; role?: unknown; scope?: unknown },
  ): Promise<AddedPublisher> {
    const faults = faultsInPublisher(request);
    if (faults.length === 0) {
      const taken = await this.turns.read(actor, (tx) => isPublisherNameTaken(tx, String(request.name)));
      if (taken) faults.push(nameTaken(String(request.name)));
    }
    if (faults.length > 0) throw invalidInput(faults);
    const { name, role, scope = {} } = request as PublisherRequest;
    const { secretHash, refreshTokenHash, ...key } = await newKey();
    const [publisherId, topic] = [uuidv7(), inboundTopic(name)];
    // The topic first: who hears PublisherChanged subscribes to it.
    const kafka = await this.access.give(name).catch(kafkaAway);
    return this.turns.command(actor, async ({ tx }) => {
      const publisher = await insertPublisher(tx, { publisherId, name, role, scope, topic });
      if (publisher === undefined) throw invalidInput([nameTaken(name)]);
      await insertCredential(tx, {
        clientId: key.clientId,
        kind: 'publisher',
        ownerId: publisherId,
        secretHash,
        refreshTokenHash,
      });
      keepAct(tx, actor, { action: 'publisher.add', subject: `publisher ${publisherId}` });
      const answer = { publisherId, name, topic, ...key, kafka };
      return { answer, facts: [publisherChanged(publisher, await tx.now())] };
    });
  }

  list(actor: Actor): Promise<RegisteredPublisher[]> {
    return this.turns.read(actor, listPublishers);
  }

  /** Its keys count no more, and its user on Kafka is gone; what it reported stays. */
  async revoke(actor: Actor, publisherId: string): Promise<RegisteredPublisher> {
    const known = await this.turns.read(actor, (tx) => findPublisher(tx, publisherId));
    if (known === undefined) throw notFound(`No publisher has the id ${publisherId}`);
    const revoked = await this.turns.command(actor, async ({ tx }) => {
      const publisher = (await revokePublisher(tx, publisherId)) ?? known;
      keepAct(tx, actor, { action: 'publisher.revoke', subject: `publisher ${publisherId}` });
      return { answer: publisher, facts: [publisherChanged(publisher, await tx.now())] };
    });
    this.clients.forget();
    await this.access.take(known.name).catch(kafkaAway);
    return revoked;
  }
}

/** Nothing is half done for good: both ways are safe to repeat. */
function kafkaAway(error: unknown): never {
  if (error instanceof ApiError) throw error;
  const reason = error instanceof Error ? error.message : String(error);
  throw unavailable(
    `Kafka did not take the change of its users and topics (${reason}); send the request again`,
  );
}

const nameTaken = (name: string): string =>
  `name: another publisher is or was called "${name}"; its topic is never given twice`;
