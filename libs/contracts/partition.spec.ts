import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partitionOf } from './partition.js';

// Hashes of org.apache.kafka.common.utils.Utils.murmur2, from its own test.
test.each([
  ['21', -973_932_308],
  ['foobar', -790_332_482],
  ['a-little-bit-long-string', -985_981_536],
  ['a-little-bit-longer-string', -1_486_304_829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
])('%s goes where the Java client puts it', (key, hash) => {
  expect(partitionOf(key, 1_000_003)).toBe((hash & 0x7fffffff) % 1_000_003);
});

test('is a partition that exists, the same for bytes and text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 64 }), (key, count) => {
      const partition = partitionOf(key, count);
      expect(partition).toBeGreaterThanOrEqual(0);
      expect(partition).toBeLessThan(count);
      expect(partitionOf(Buffer.from(key), count)).toBe(partition);
    }),
  );
});
