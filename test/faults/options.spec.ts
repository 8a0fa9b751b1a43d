import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.js';

const known = { kinds: ['kill-service', 'latency'], plants: ['double-pay'] };

describe('the options of faults', () => {
  it('take three minutes and all kinds when nothing is said', () => {
    expect(readOptions([], known)).toMatchObject({ minutes: 3, kinds: [], json: false });
    expect(readOptions(['--seed', '7', '--kind', 'latency', '--plant', 'double-pay'], known)).toMatchObject({
      seed: 7,
      kinds: ['latency'],
      plant: 'double-pay',
    });
  });

  it('take the wish to see which plants there are', () => {
    expect(readOptions(['--plant', 'list'], known).plant).toBe('list');
  });

  it.each([
    [['--minutes', '0'], /--minutes 0: write a number above 0/],
    [['--seed', 'x'], /--seed x: write a whole number/],
    [['--kind', 'rain'], /no kind is called rain: there are kill-service, latency/],
    [['--plant', 'oak'], /no plant is called oak: there are double-pay/],
    [['--fast'], /--fast/],
  ])('say what is wrong with %s', (args, why) => {
    expect(() => readOptions(args, known)).toThrow(why);
  });
});
