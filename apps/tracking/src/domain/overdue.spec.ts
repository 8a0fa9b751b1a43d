import { describe, expect, it } from '@jest/globals';
import { overdueUnits } from './overdue.js';
import type { UnitHistory } from './overdue.js';

const DUE = 1000;
const unit = (more: Partial<UnitHistory> = {}): UnitHistory => ({ line: 1, ordinal: 1, grants: [], ...more });

describe('the units of an overdue package (I-2)', () => {
  it.each<[string, UnitHistory, boolean]>([
    ['nothing happened to it', unit(), true],
    ['back a millisecond before due', unit({ returnedAt: DUE - 1 }), false],
    ['back exactly at due', unit({ returnedAt: DUE }), false],
    ['back a millisecond after due', unit({ returnedAt: DUE + 1 }), true],
    ['granted at due', unit({ grants: [{ grantedAt: DUE }] }), false],
    ['granted after due', unit({ grants: [{ grantedAt: DUE + 1 }] }), true],
    ['granted and reversed at due', unit({ grants: [{ grantedAt: 1, reversedAt: DUE }] }), true],
    ['reversed after due: in force at due', unit({ grants: [{ grantedAt: 1, reversedAt: DUE + 1 }] }), false],
    [
      'reversed, then granted again',
      unit({ grants: [{ grantedAt: 1, reversedAt: 2 }, { grantedAt: 3 }] }),
      false,
    ],
  ])('%s', (_name, one, missing) => {
    expect(overdueUnits([one], DUE)).toEqual(missing ? [one] : []);
  });

  it('looks at each unit on its own (I-6)', () => {
    const [here, gone] = [unit({ returnedAt: 1 }), unit({ ordinal: 2 })];
    expect(overdueUnits([here, gone], DUE)).toEqual([gone]);
  });
});
