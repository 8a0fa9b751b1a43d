import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRequire } from 'node:module';
import { RecordBatchWriter, type OutgoingRecord } from './record-batch.js';

const load = createRequire(import.meta.url);
type Request = (given: object) => { encode(): Promise<{ buffer: Buffer }> };
const theirs = load('kafkajs/src/protocol/requests/produce/v3/request.js') as Request;
/** Transactional id, acks, timeout, count of topics, topic `t`, count of partitions, partition, length. */
const BEFORE_BATCH = 2 + 2 + 4 + 4 + 3 + 4 + 4 + 4;

async function byKafkaJs(records: readonly OutgoingRecord[]): Promise<Buffer> {
  const messages = records.map((record) => ({ ...record, timestamp: String(record.timestamp) }));
  const topicData = [{ topic: 't', partitions: [{ partition: 0, messages }] }];
  const { buffer } = await theirs({ acks: -1, timeout: 1, topicData }).encode();
  return buffer.subarray(BEFORE_BATCH);
}

describe('a record batch has the bytes that kafkajs writes', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
  const record = fc.record({
    key: fc.oneof(text, bytes, fc.constant(null)),
    value: fc.oneof(text, bytes, fc.constant(null)),
    // Over thirty years: far more than 32 bits of milliseconds. kafkajs sorts them as text, so of one length.
    timestamp: fc.integer({ min: 1_000_000_000_000, max: 1_999_999_999_999 }),
    headers: fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), fc.oneof(text, bytes), {
      maxKeys: 12,
    }),
  });

  test('for any records', async () => {
    const writer = new RecordBatchWriter();
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), async (records) => {
        expect(writer.write(records).equals(await byKafkaJs(records))).toBe(true);
      }),
    );
  });

  test.each([0, 63, 64, 2 ** 30 - 1, 2 ** 30, 2 ** 31, 2 ** 38 - 1, 2 ** 38])(
    'for a record %d ms after the first',
    async (delta) => {
      const at = 1_000_000_000_000;
      const records = [at, at + delta].map((timestamp) => ({ key: 'k', value: 'v', timestamp, headers: {} }));
      expect(new RecordBatchWriter().write(records).equals(await byKafkaJs(records))).toBe(true);
    },
  );

  test('for a batch larger than its first buffer', async () => {
    const one = { key: 'k', value: 'v'.repeat(500), timestamp: 1_700_000_000_000, headers: { ce_id: '1' } };
    const records = Array.from({ length: 2_000 }, () => one);
    expect(new RecordBatchWriter().write(records).equals(await byKafkaJs(records))).toBe(true);
  });
});
