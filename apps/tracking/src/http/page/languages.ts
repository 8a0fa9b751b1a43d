import Negotiator from 'negotiator';
import { en } from './page-texts.en.js';
import type { PageTexts } from './page-texts.js';
import { zh } from './page-texts.zh.js';

export const languages = { en, zh } as const satisfies Record<string, PageTexts>;
export type Language = keyof typeof languages;

export const languageCodes = Object.keys(languages) as Language[];

/** The language asked for in the address, else the one that the reader's browser likes best, else English. */
export function languageFor(asked: unknown, acceptLanguage: string | undefined): Language {
  const named = languageCodes.find((code) => code === asked);
  if (named) return named;
  // Browsers ask for zh-CN, zh-TW, en-GB: the first part says which of ours that is.
  const accepted = new Negotiator({ headers: { 'accept-language': acceptLanguage ?? '*' } }).languages();
  const first = accepted.map((tag) => tag.split('-', 1)[0]?.toLowerCase());
  return first.flatMap((tag) => languageCodes.filter((code) => code === tag))[0] ?? 'en';
}
