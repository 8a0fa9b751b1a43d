import { describe, expect, test } from '@jest/globals';
import { Readiness } from './readiness.js';

describe('readiness', () => {
  test.each<[string, () => Promise<string | undefined> | string | undefined, string | undefined]>([
    ['well', () => undefined, undefined],
    ['not well, with the reason', async () => 'joining the consumer group', 'joining the consumer group'],
    ['a check that throws', () => Promise.reject(new Error('connection refused')), 'connection refused'],
  ])('%s', async (_, check, reason) => {
    const readiness = new Readiness();
    readiness.add('part', check);
    expect(readiness.names).toEqual(['process', 'part']);
    expect(await readiness.reason('part')).toBe(reason);
  });

  test('a check that never answers is not ready', async () => {
    const readiness = new Readiness();
    readiness.add('part', () => new Promise(() => undefined));
    expect(await readiness.reason('part')).toBe('no answer within 3000 ms');
  });

  test('a process that stops takes no more work', async () => {
    const readiness = new Readiness();
    expect(await readiness.reason('process')).toBeUndefined();
    readiness.stop();
    expect(await readiness.reason('process')).toBe('shutting down');
  });
});
