import { languageCodes, languages } from './languages.js';
import type { Language } from './languages.js';
import { Html, markup } from './markup.js';
import { style } from './page-style.js';

/** What colour and sign go with what is said; neither says it alone. */
export type Tone = 'calm' | 'move' | 'good' | 'warn' | 'bad';

const SIGNS: Readonly<Record<Tone, string>> = {
  calm: 'M3.5 7.5 12 3l8.5 4.5v9L12 21l-8.5-4.5zM3.5 7.5 12 12m0 0 8.5-4.5M12 12v9',
  move: 'M2 6h12v9.5H2zM14 9.5h4l4 3v3h-8M8.5 17.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0zm10.5 0a2 2 0 1 1-4 0 2 2 0 0 1 4 0z',
  good: 'm4.5 12.5 5 5 10-11',
  warn: 'M12 5v9m0 4.5v.2',
  bad: 'M9 5 4 10l5 5M4 10h10.5a5.5 5.5 0 0 1 0 11H12',
};

export function signOf(tone: Tone): Html {
  return markup`<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d="${SIGNS[tone]}"/></svg>`;
}

export interface Framed {
  title: string;
  tone: Tone;
  main: Html;
  notes: readonly string[];
}

/** A whole page. Its links to the other languages are relative, so it need not know its own address. */
export function page(language: Language, { title, tone, main, notes }: Framed): Html {
  const { locale, pageTitle, language: languageWord } = languages[language];
  const others = languageCodes.filter((code) => code !== language).map(languageLink);
  return markup`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${pageTitle}</title>
<style>${new Html(style)}</style>
</head>
<body class="${tone}">
<header class="top"><p>${pageTitle}</p><nav aria-label="${languageWord}">${others}</nav></header>
<main class="sheet">
${main}
</main>
<footer class="foot">${notes.map((note) => markup`<p>${note}</p>`)}</footer>
</body>
</html>
`;
}

function languageLink(code: Language): Html {
  const { locale, name } = languages[code];
  return markup`<a href="?lang=${code}" lang="${locale}" hreflang="${locale}">${name}</a>`;
}
