import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { idAt } from './ids.js';

describe('idAt', () => {
  it('is a UUIDv7 of the instant', () => {
    const id = idAt(0x0190_a000_1234, ['order', 's', 'o']);
    expect(id).toMatch(/^0190a000-1234-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is the same for the same, and sorts by the instant', () => {
    const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
    fc.assert(
      fc.property(instant, instant, fc.string(), fc.string(), (early, late, a, b) => {
        fc.pre(early < late && a !== b);
        expect(idAt(early, [a])).toBe(idAt(early, [a]));
        expect(idAt(early, [a]) < idAt(late, [b])).toBe(true);
        expect(idAt(early, [a])).not.toBe(idAt(early, [b]));
      }),
    );
  });
});
