import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { partitionOf } from '#contracts';

// The relay cuts its batches by partition before kafkajs partitions them: the two must never disagree.
test('partitionOf is the default partitioner of kafkajs', () => {
  const theirs = kafkajs.Partitioners.DefaultPartitioner();
  fc.assert(
    fc.property(
      fc.oneof(fc.uuid(), fc.string({ unit: 'binary' })),
      fc.integer({ min: 1, max: 64 }),
      (key, count) => {
        const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
          partitionId,
          partitionErrorCode: 0,
          leader: 1,
          replicas: [1],
          isr: [1],
        }));
        const message = { key, value: '' };
        expect(theirs({ topic: 't', partitionMetadata, message })).toBe(partitionOf(key, count));
      },
    ),
    { numRuns: 1000 },
  );
});
