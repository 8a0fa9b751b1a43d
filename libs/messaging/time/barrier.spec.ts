import { describe, expect, jest, test } from '@jest/globals';
import type { Service } from '#contracts';
import type { Logger } from '../logger.js';
import type { MessagingSettings } from '../settings.js';
import { Barrier } from './barrier.js';
import type { Flush, Flushed } from './flush.js';

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A barrier of tracking whose owners answer as told; `holds` says whether an answer has all that others said. */
function barrier(
  answer: (owner: Service, nth: number) => Flushed | Error,
  holds: (read: unknown) => boolean,
) {
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
  const caughtUp = jest.fn(async () => true);
  const holdsAllOf = jest.fn(async (_topics: readonly string[], read: unknown) => holds(read));
  const flush = { caughtUp, holdsAllOf } as unknown as Flush;
  return {
    barrier: new Barrier(settings, flush, () => ['orders.events'], silent),
    asked,
    bodies,
    caughtUp,
    holdsAllOf,
  };
}

const read = (next: number): Flushed => ({ flushed: true, read: { 'orders.events': { 0: String(next) } } });
const OWNERS: Service[] = ['orders', 'returns', 'reimbursements'];

describe('the barrier before a sweep (messaging-review 4)', () => {
  test('asks every owner once where none has to read what another said meanwhile', async () => {
    const {
      barrier: all,
      asked,
      holdsAllOf,
      caughtUp,
    } = barrier(
      () => read(7),
      () => true,
    );
    expect(await all.passes({ barrier: OWNERS })).toBe(true);
    expect(asked).toEqual(OWNERS);
    // Each against those before it, and then this service reads what they said.
    expect(holdsAllOf.mock.calls.map(([topics]) => topics)).toEqual([
      ['orders.events'],
      ['orders.events', 'returns.events'],
    ]);
    expect(caughtUp).toHaveBeenCalledTimes(1);
  });

  test('asks again, after the others, who had answered before an earlier owner spoke', async () => {
    const { barrier: all, asked } = barrier(
      (owner) => read(owner === 'returns' ? 7 : 8),
      (one) => one !== undefined && JSON.stringify(one).includes('8'),
    );
    expect(await all.passes({ barrier: OWNERS })).toBe(true);
    expect(asked).toEqual([...OWNERS, 'returns']);
  });

  test('takes an answer that does not say how far it has read for one that came too early', async () => {
    const { barrier: all, asked } = barrier(
      () => ({ flushed: true }),
      () => true,
    );
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
    const { barrier: all, caughtUp } = barrier(answer, () => true);
    expect(await all.passes({ barrier: OWNERS })).toBe(false);
    expect(caughtUp).not.toHaveBeenCalled();
    expect(all.blockedSeconds()).toBeGreaterThanOrEqual(0);
  });

  test('lets owners leave our own topic unread only where the sweep says so', async () => {
    const { barrier: all, bodies } = barrier(
      () => read(7),
      () => true,
    );
    await all.passes({ barrier: ['returns'] });
    await all.passes({ barrier: ['returns'], ownFactsMayWait: true });
    expect(bodies.map((body) => (body as { apartFrom?: string }).apartFrom)).toEqual([
      undefined,
      'tracking.events',
    ]);
  });
});
