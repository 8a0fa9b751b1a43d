import type { ObservedRecord } from '../../checker/observed.js';
import { readTopics } from '../observe/topics.js';
import type { FaultStack } from '../stack/fault-stack.js';

interface Forged {
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/** Writes a record as no relay would: made of the first one of a type, into the partition of that. */
export async function forge(
  stack: FaultStack,
  topic: string,
  type: string,
  change: (record: Forged) => Forged,
): Promise<void> {
  let model: ObservedRecord | undefined;
  await readTopics(stack.kafka, new Map([[stack.topic(topic), topic]]), (record) => {
    if (record.headers['ce_type'] === `makegood.${type}.v1`) model ??= record;
  });
  if (typeof model?.value !== 'string') throw new Error(`no ${type} on ${topic} to forge from`);
  const { headers, value } = change({ headers: model.headers, value: model.value });
  const producer = stack.kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const messages = [{ key: model.key, value, headers: { ...headers }, partition: model.partition }];
  await producer.send({ topic: stack.topic(topic), acks: -1, messages });
  await producer.disconnect();
}
