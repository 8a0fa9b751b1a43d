import { describe, expect, it } from '@jest/globals';
import { languageCodes, languageFor, languages } from './languages.js';

describe('the language of a page', () => {
  it.each([
    [undefined, undefined, 'en'],
    [undefined, '', 'en'],
    [undefined, '*', 'en'],
    [undefined, 'fr-FR,fr;q=0.9', 'en'],
    [undefined, 'fr,zh-CN;q=0.8,en;q=0.7', 'zh'],
    [undefined, 'en-GB;q=0.5, zh-TW', 'zh'],
    [undefined, 'zh;q=0, en', 'en'],
    ['zh', 'en', 'zh'],
    ['en', 'zh', 'en'],
    ['constructor', 'zh', 'zh'],
    [['zh', 'en'], 'en', 'en'],
    [undefined, ';;q=x,,'.repeat(1000), 'en'],
  ])('%j asked, %j accepted: %s', (asked, accepted, language) => {
    expect(languageFor(asked, accepted)).toBe(language);
  });

  it('leaves no word empty, and says each thing in its own words', () => {
    for (const code of languageCodes) {
      const { situations, unknown } = languages[code];
      for (const { title, says } of Object.values(situations)) {
        expect(title).not.toBe('');
        expect(says({ expected: 'X', since: 'Y' })).not.toMatch(/undefined|^$/);
      }
      expect(unknown.next.length).toBeGreaterThan(0);
    }
    expect(languages.zh.events.EVENT_301).not.toBe(languages.en.events.EVENT_301);
  });
});
