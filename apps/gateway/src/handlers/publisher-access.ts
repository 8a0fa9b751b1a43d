/** How a publisher signs in to Kafka, shown once. */
export interface KafkaAccess {
  username: string;
  password: string;
  /** Full name on Kafka, with the namespace's prefix. */
  topic: string;
}

/** Gives publishers their own topic, and where Kafka has users, a user that may write that topic and nothing else. */
export abstract class PublisherAccess {
  /** Safe to repeat. Null where Kafka asks nobody who he is: then the topic exists, and anybody may write it. */
  abstract give(name: string): Promise<KafkaAccess | null>;
  /** Its user and rights go; the topic and what is in it stay. */
  abstract take(name: string): Promise<void>;
}
