import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { KafkaAccess as AdminAccess } from '#local-stack';
import { CONFIG, unavailable } from '#runtime';
import type { GatewayConfig } from './gateway.config.js';
import { PublisherAccess, type KafkaAccess } from './handlers/publisher-access.js';

/** Manages topics, users and rights on Kafka with its admin's credentials. */
@Injectable()
export class KafkaPublisherAccess extends PublisherAccess {
  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {
    super();
  }

  override async give(name: string): Promise<KafkaAccess | null> {
    const access = this.adminAccess();
    const password = randomBytes(32).toString('base64url');
    const { addPublisher, namespace } = await kafkaTools();
    const { simulated } = this.config;
    const place = await addPublisher(access, namespace(this.config.namespace), name, password, { simulated });
    return access.kafkaAdmin === undefined ? null : { ...place, password };
  }

  override async take(name: string): Promise<void> {
    const { removePublisher, namespace } = await kafkaTools();
    await removePublisher(this.adminAccess(), namespace(this.config.namespace), name);
  }

  /** @throws ApiError 503 where Kafka has users and the gateway may not manage them. */
  private adminAccess(): AdminAccess {
    const {
      kafkaBrokers: brokers,
      kafkaUsername,
      kafkaAdminUsername: username,
      kafkaAdminPassword: password = '',
    } = this.config;
    if (username !== undefined) return { brokers, kafkaAdmin: { username, password } };
    if (kafkaUsername === undefined) return { brokers };
    throw unavailable(
      'The gateway cannot manage users of this Kafka: set KAFKA_ADMIN_USERNAME and KAFKA_ADMIN_PASSWORD',
    );
  }
}

/** Loaded when first used: a gateway that adds no publishers does without. */
const kafkaTools = () => import('#local-stack');
