import { describe, expect, it } from '@jest/globals';
import { faultsOf, spell } from './report.js';
import type { Answer } from './report.js';

const good: Answer = {
  seed: 1,
  minutes: 3,
  kinds: [],
  injected: { 'kill-service': 3 },
  events: 20_000,
  largestTick: 310_000,
  violations: [],
  caughtUpMs: { 'kill-service': 4_200 },
  drainedMs: { 'the last fault': 30_000, 'kill-kafka': 60_000 },
  seconds: 300,
};

describe('a run', () => {
  it('is good when nothing was broken and nothing was left out', () => {
    expect(faultsOf(good, true)).toEqual([]);
    const said = spell(good, []);
    expect(said).toContain('every promise was kept');
    expect(said).toMatch(/kill-service +3 +4\.2 s/);
    expect(said).toContain('npm run faults -- --minutes 3 --seed 1');
  });

  it.each<[string, Partial<Answer>, RegExp]>([
    ['a violation', { violations: [{ invariant: 'paid-twice', detail: 'x' }] }, /1 violations/],
    ['a kind that was never injected', { injected: { latency: 0 } }, /never injected: latency/],
    ['too few events', { events: 19_999 }, /19999 events/],
    ['no huge tick', { largestTick: 300_000 }, /largest tick/],
    ['a slow recovery', { drainedMs: { 'the last fault': 30_100 } }, /the last fault: drained after 30.1 s/],
    ['a slow recovery of Kafka', { drainedMs: { 'kill-kafka': 60_001 } }, /60 s are allowed/],
    ['no recovery', { drainedMs: { 'kill-kafka': null } }, /kill-kafka: never drained/],
  ])('fails for %s', (_, change, why) => {
    const faults = faultsOf({ ...good, ...change }, true);
    expect(faults).toEqual([expect.stringMatching(why)]);
    expect(spell({ ...good, ...change }, faults)).toContain('FAILED');
  });

  it('of a few kinds need not pass as many events', () => {
    expect(faultsOf({ ...good, events: 1, largestTick: 0 }, false)).toEqual([]);
  });
});
