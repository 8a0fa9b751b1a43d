import { expect, test } from '@jest/globals';
import { age, pollOf } from './admin-feed.js';

test.each<[number, string]>([
  [0, '0 min'],
  [59, '0 min'],
  [60, '1 min'],
  [3_599, '59 min'],
  [3_600, '1 h 0 min'],
  [86_399, '23 h 59 min'],
  [86_400, '1 d 0 h'],
  [277_200, '3 d 5 h'],
])('%i s are %s', (seconds, words) => {
  expect(age(seconds)).toBe(words);
});

test.each<[string, string | undefined, object | undefined]>([
  ['https://api.example/x?y=1', undefined, { url: 'https://api.example/x?y=1', authorization: undefined }],
  ['https://key:@api.example/', undefined, { url: 'https://api.example/', authorization: 'Basic a2V5Og==' }],
  [
    'https://u:p%40ss@api.example/',
    undefined,
    { url: 'https://api.example/', authorization: 'Basic dTpwQHNz' },
  ],
  ['https://api.example/', 'tok', { url: 'https://api.example/', authorization: 'Bearer tok' }],
])('%s with the token %s', (poll, pollToken, expected) => {
  expect(pollOf({ poll, every: 60, pollToken })).toEqual({ everySeconds: 60, ...expected });
});

test('what is no URL is told before anything is asked', () => {
  expect(() => pollOf({ poll: 'api.example', every: 60 })).toThrow('https://');
  expect(pollOf({ every: 60 })).toBeUndefined();
});
