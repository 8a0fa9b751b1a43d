import { describe, expect, jest, test } from '@jest/globals';
import type { Service } from '#contracts';
import type { Logger } from '../logger.js';
import type { MessagingSettings } from '../settings.js';
import { Barrier } from './barrier.js';
import type { Flush, Flushed, Offsets } from './flush.js';

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A barrier of tracking whose owners answer as told, while topics end at `ends`, one after the other. */
function barrier(answer: (owner: Service, nth: number) => Flushed | Error, ends = [7]) {
  const asked: string[] = [];
  const bodies: object[] = [];
  const settings = {
    service: 'tracking',
    ask: async (owner: Service, _path: string, body: object) => {
      asked.push(owner);
      bodies.push(body);
      const given = answer(owner, asked.filter((one) => one === owner).length);
      if (given instanceof Error) throw given;
      return given;
    },
  } as unknown as MessagingSettings;
  const caughtUp = jest.fn(async (_ends: Offsets) => true);
  const looked = jest.fn(async () => topics(ends.length > 1 ? ends.shift()! : ends[0]!));
  const flush = { caughtUp, ends: looked } as unknown as Flush;
  return { barrier: new Barrier(settings, flush, silent), asked, bodies, caughtUp, looked };
}

const topics = (next: number): Offsets => ({
  'orders.events': { 0: next },
  'returns.events': { 0: 3 },
  'reimbursements.events': { 0: 2 },
});
const read = (next: number): Flushed => ({ flushed: true, read: topics(next) });
const OWNERS: Service[] = ['orders', 'returns', 'reimbursements'];

describe('the barrier before a sweep (messaging-review 4)', () => {
  test('asks every owner once where none has to read what another said meanwhile', async () => {
    const { barrier: all, asked, bodies, looked, caughtUp } = barrier(() => read(7));
    expect(await all.passes({ barrier: OWNERS })).toBe(true);
    expect(asked).toEqual(OWNERS);
    // They need not read what comes after the first look, and this service reads all until the second.
    expect(bodies[0]).toMatchObject({ upTo: topics(7) });
    expect(looked).toHaveBeenCalledTimes(2);
    expect(caughtUp).toHaveBeenCalledTimes(1);
  });

  test('asks again, after the others, who had answered before an earlier owner spoke', async () => {
    const ends = [7, 8, 9];
    const given = barrier((owner) => read(owner === 'returns' ? 7 : 8), ends);
    expect(await given.barrier.passes({ barrier: OWNERS })).toBe(true);
    // What reimbursements has read is held against what ended there once returns had spoken again.
    expect(given.asked).toEqual([...OWNERS, 'returns', 'reimbursements']);
    expect(given.bodies.map((body) => (body as { upTo: Offsets }).upTo)).toEqual([7, 7, 7, 8, 9].map(topics));
    expect(given.caughtUp.mock.calls.map(([upTo]) => upTo)).toEqual([topics(9)]);
  });

  test('an owner need not have read what it does not hear, nor what those after it say', async () => {
    const ofReturns: Offsets = { 'orders.events': { 0: 7 }, 'reimbursements.events': { 0: 0 } };
    const { barrier: all, asked } = barrier((owner) => ({
      flushed: true,
      read: owner === 'returns' ? ofReturns : {},
    }));
    expect(await all.passes({ barrier: OWNERS })).toBe(true);
    expect(asked).toEqual(OWNERS);
  });

  test('takes an answer that does not say how far it has read for one that came too early', async () => {
    const { barrier: all, asked } = barrier(() => ({ flushed: true }));
    expect(await all.passes({ barrier: OWNERS })).toBe(true);
    expect(asked).toEqual([...OWNERS, 'returns', 'reimbursements']);
  });

  test.each<[string, (owner: Service, nth: number) => Flushed | Error]>([
    ['is away', (owner) => (owner === 'returns' ? new Error('connection refused') : read(7))],
    ['has not caught up', (owner) => (owner === 'returns' ? { flushed: false } : read(7))],
    [
      'is away when it is asked again',
      (owner, nth) => (owner === 'returns' && nth === 2 ? new Error('gone') : { flushed: true }),
    ],
  ])('holds the sweep back while an owner %s', async (_what, answer) => {
    const { barrier: all, caughtUp } = barrier(answer);
    expect(await all.passes({ barrier: OWNERS })).toBe(false);
    expect(caughtUp).not.toHaveBeenCalled();
    expect(all.blockedSeconds()).toBeGreaterThanOrEqual(0);
  });

  test('lets owners leave our own topic unread only where the sweep says so', async () => {
    const { barrier: all, bodies } = barrier(() => read(7));
    await all.passes({ barrier: ['returns'] });
    await all.passes({ barrier: ['returns'], ownFactsMayWait: true });
    expect(bodies.map((body) => (body as { apartFrom?: string }).apartFrom)).toEqual([
      undefined,
      'tracking.events',
    ]);
  });
});
