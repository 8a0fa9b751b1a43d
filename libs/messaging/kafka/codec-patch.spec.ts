import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createRequire } from 'node:module';
import { quickenCodec } from './codec-patch.js';
import { RecordBatchWriter } from './record-batch.js';

const load = createRequire(import.meta.url);
const Decoder = load('kafkajs/src/protocol/decoder.js') as new (bytes: Buffer) => object;
const decodeBatch = load('kafkajs/src/protocol/recordBatch/v0/decoder.js') as (
  decoder: object,
) => Promise<{ records: { headers: Record<string, unknown>; value: Buffer | null }[] }>;

interface FakeBroker {
  lookupRequest: (
    apiKey: number,
  ) => (given: object) => { request: { encode(): Promise<{ buffer: Buffer }> } };
  produce(given: object): Promise<unknown>;
}
const { prototype } = load('kafkajs/src/broker/index.js') as { prototype: FakeBroker };
const requestV3 = load('kafkajs/src/protocol/requests/produce/v3/request.js') as (given: object) => {
  encode(): Promise<{ buffer: Buffer }>;
};

const topicData = [
  {
    topic: 'orders.events',
    partitions: [
      {
        partition: 0,
        messages: [{ key: 'a', value: '{}', timestamp: '1700000000000', headers: { ce_id: '1' } }],
      },
      { partition: 3, messages: [{ key: 'b', value: null, timestamp: '1700000000001', headers: {} }] },
    ],
  },
];

/** What a broker whose connection takes everything would put on the wire. */
async function sent(given: object): Promise<Buffer> {
  let buffer: Buffer = Buffer.alloc(0);
  const broker = Object.assign(Object.create(prototype) as FakeBroker, {
    lookupRequest: () => (more: object) => ({ request: requestV3(more), response: {} }),
    connection: { send: undefined },
    // kafkajs's private way from a broker to its connection.
    async send({ request }: { request: { encode(): Promise<{ buffer: Buffer }> } }) {
      ({ buffer } = await request.encode());
    },
  });
  for (const symbol of Object.getOwnPropertySymbols(prototype)) {
    if (/sendRequest/.test(String(symbol))) Object.assign(broker, { [symbol]: Reflect.get(broker, 'send') });
  }
  await broker.produce(given);
  return buffer;
}

describe('the codec of kafkajs, quickened', () => {
  let before: Buffer;
  // As kafkajs calls it for a producer that is not idempotent.
  const given = { topicData, acks: -1, timeout: 1000, producerId: -1 };
  beforeAll(async () => {
    before = await sent(given);
    quickenCodec();
  });

  test('sends the same bytes', async () => {
    expect(before.length).toBeGreaterThan(150);
    const write = jest.spyOn(RecordBatchWriter.prototype, 'write');
    expect((await sent(given)).equals(before)).toBe(true);
    expect(write).toHaveBeenCalledTimes(2);
  });

  test('leaves to kafkajs what it does not know: compressed batches', async () => {
    const compressed = { ...given, compression: 1 };
    const bytes = await sent(compressed);
    expect(bytes.includes('orders.events')).toBe(true);
    expect(bytes.equals(before)).toBe(false);
  });

  test('reads headers as they are, also one that is called __proto__', async () => {
    const headers = JSON.parse('{"ce_id":"1","__proto__":"x"}') as Record<string, string>;
    const bytes = new RecordBatchWriter().write([
      { key: 'k', value: 'v', timestamp: 1_700_000_000_000, headers },
    ]);
    const { records } = await decodeBatch(new Decoder(Buffer.from(bytes)));
    expect(Object.entries(records[0]!.headers).map(([name, value]) => [name, String(value)])).toEqual([
      ['ce_id', '1'],
      ['__proto__', 'x'],
    ]);
  });
});
