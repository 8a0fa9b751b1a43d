import { expect, test } from '@jest/globals';
import { reasonCodes } from './reason-codes.js';

test('each reason has a code of its own and words (N-1)', () => {
  const reasons = reasonCodes();
  expect(new Set(reasons.map(({ returnReasonCode }) => returnReasonCode)).size).toBe(reasons.length);
  expect(reasons[0]).toEqual({
    returnReasonCode: 'CR-UNWANTED_ITEM',
    description: 'Not wanted any more',
  });
});

test.each([
  ['en', 'Not wanted any more'],
  ['en_US', 'Not wanted any more'],
  ['zh-CN', '不再需要'],
  ['ZH', '不再需要'],
  ['ja_JP', '不要になった'],
  ['fr-FR', undefined],
  ['', undefined],
])('in the language %s: %s', (language, words) => {
  expect(reasonCodes(language)[0]?.translatedDescription).toBe(words);
});
