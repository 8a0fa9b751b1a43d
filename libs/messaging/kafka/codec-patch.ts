import { createRequire } from 'node:module';
import { RecordBatchWriter, type OutgoingRecord } from './record-batch.js';

interface Encoder {
  writeString(value: string | null): this;
  writeInt16(value: number): this;
  writeInt32(value: number): this;
  writeBuffer(value: Buffer): this;
}

interface ProduceArguments {
  acks: number;
  timeout: number;
  compression?: number;
  producerId?: unknown;
  transactionalId?: string | null;
  topicData: { topic: string; partitions: { partition: number; messages: KafkaJsMessage[] }[] }[];
}
type KafkaJsMessage = Omit<OutgoingRecord, 'timestamp'> & { timestamp?: string };
type MakeRequest = (given: ProduceArguments) => { request: { encode: unknown } };
type Lookup = (apiKey: number, definition: unknown) => MakeRequest;
interface Broker {
  lookupRequest: Lookup;
  produce(given: ProduceArguments): Promise<unknown>;
}

interface Decoder {
  buffer: Buffer;
  offset: number;
  readVarInt(): number;
  readVarIntBytes(): Buffer | null;
  readVarIntArray(read: unknown): unknown;
}
type Headers = Record<string, Buffer | null | (Buffer | null)[]>;

const PRODUCE = 0;
/** What kafkajs names a producer that is not idempotent. */
const NO_PRODUCER_ID = -1;
const CHANGED = 'kafkajs changed: review libs/messaging/kafka/codec-patch.ts';
const load = createRequire(import.meta.url);

/**
 * kafkajs 2.2.4 spends most of a relay's time on encoding records, and much of a consumer's on copying headers. The
 * version is pinned; a property compares the bytes.
 */
export function quickenCodec(): void {
  quickenProduce((load('kafkajs/src/broker/index.js') as { prototype: Broker }).prototype);
  quickenHeaders((load('kafkajs/src/protocol/decoder.js') as { prototype: Decoder }).prototype);
}

function quickenProduce(prototype: Broker): void {
  const send = Object.getOwnPropertyDescriptor(prototype, 'produce')?.value as Broker['produce'] | undefined;
  if (send === undefined) throw new Error(CHANGED);
  const quick = new WeakSet<Lookup>();
  prototype.produce = function (this: Broker, given) {
    // A broker finds out at each connection which versions of requests it speaks, and looks them up with a function.
    if (!quick.has(this.lookupRequest)) {
      this.lookupRequest = quickened(this.lookupRequest);
      quick.add(this.lookupRequest);
    }
    return send.call(this, given);
  };
}

function quickened(lookup: Lookup): Lookup {
  return (apiKey, definition) => {
    const make = lookup(apiKey, definition);
    if (apiKey !== PRODUCE) return make;
    return (given) => {
      const made = make(given);
      return isPlain(given) ? { ...made, request: { ...made.request, encode: () => encoded(given) } } : made;
    };
  };
}

/** What our producer sends: not compressed, not idempotent (the tick names each record), not transactional. */
function isPlain({ compression, producerId, transactionalId }: ProduceArguments): boolean {
  return !compression && producerId === NO_PRODUCER_ID && !transactionalId;
}

const EncoderOfKafkaJs = load('kafkajs/src/protocol/encoder.js') as new (size?: number) => Encoder;
const writer = new RecordBatchWriter();

/** The body of a produce request, versions 3 to 7. */
async function encoded({ acks, timeout, topicData }: ProduceArguments): Promise<Encoder> {
  const request = new EncoderOfKafkaJs(256 * 1024);
  request.writeString(null).writeInt16(acks).writeInt32(timeout).writeInt32(topicData.length);
  for (const { topic, partitions } of topicData) {
    request.writeString(topic).writeInt32(partitions.length);
    for (const { partition, messages } of partitions) {
      const now = Date.now();
      const records = messages.map(({ key, value, timestamp, headers }) => ({
        key,
        value,
        headers,
        timestamp: Number(timestamp ?? now),
      }));
      const batch = writer.write(records);
      request.writeInt32(partition).writeInt32(batch.length).writeBuffer(batch);
    }
  }
  return request;
}

/**
 * kafkajs reads the headers of a record into an array, and reduces it to an object that it copies once per header.
 * Nothing but those arrays is read by this method; ours reads the object at once, and hands it out when reduced.
 */
function quickenHeaders(prototype: Decoder): void {
  if (!Object.hasOwn(prototype, 'readVarIntArray')) throw new Error(CHANGED);
  prototype.readVarIntArray = function (this: Decoder) {
    // Without a prototype: a header may be called __proto__.
    const headers = Object.create(null) as Headers;
    for (let left = this.readVarInt(); left > 0; left--) {
      const length = this.readVarInt();
      const name = this.buffer.toString('utf8', this.offset, (this.offset += length));
      const value = this.readVarIntBytes();
      const before = headers[name];
      if (before === undefined) headers[name] = value;
      else headers[name] = Array.isArray(before) ? [...before, value] : [before, value];
    }
    return { reduce: () => headers };
  };
}
