import { toIso } from '#contracts';
import type { Instant } from '#contracts';
import type { Situation } from '../../domain/situation.js';
import { languages } from './languages.js';
import type { Language } from './languages.js';
import { markup } from './markup.js';
import type { Html } from './markup.js';
import { formatsFor, placeText } from './page-dates.js';
import type { Formats } from './page-dates.js';
import { page, signOf } from './page-frame.js';
import type { Tone } from './page-frame.js';
import type { PageTexts } from './page-texts.js';
import type { ParcelEvent, ParcelView } from './parcel-view.js';

const TONES: Readonly<Record<Situation, Tone>> = {
  'first-day': 'calm',
  unscanned: 'calm',
  'delivered-only': 'calm',
  untracked: 'calm',
  moving: 'move',
  'out-for-delivery': 'move',
  pickup: 'move',
  delayed: 'warn',
  attempted: 'warn',
  action: 'warn',
  late: 'warn',
  delivered: 'good',
  returning: 'bad',
  returned: 'bad',
  undeliverable: 'bad',
};
/** Where the promise has come true, or cannot any more, or is in the sentence above. */
const NOTHING_TO_EXPECT: readonly Situation[] = [
  'delivered',
  'returning',
  'returned',
  'undeliverable',
  'late',
];

/** The page of one parcel (T-6). */
export function trackingPage(parcel: ParcelView, language: Language): string {
  const texts = languages[language];
  const formats = formatsFor(texts, parcel.timeZone);
  const parts = [hero(parcel, texts, formats), details(parcel, texts), history(parcel, texts, formats)];
  return page(language, {
    title: texts.situations[parcel.situation].title,
    tone: TONES[parcel.situation],
    main: markup`${parts}`,
    notes: [parcel.timeZone === undefined ? texts.timesInUtc : texts.timesIn(formats.zone), texts.privacy],
  }).text;
}

function hero(parcel: ParcelView, texts: PageTexts, formats: Formats): Html {
  const { situation, estimatedDeliveryAt, since } = parcel;
  const { title, says } = texts.situations[situation];
  const expected = formats.day(estimatedDeliveryAt);
  return markup`<section class="hero">
${signOf(TONES[situation])}<h1>${title}</h1>
<p>${says({ expected, since: formats.time(since) })}</p>
${NOTHING_TO_EXPECT.includes(situation) ? undefined : promise(estimatedDeliveryAt, expected, texts)}
${steps(parcel, texts)}
</section>
`;
}

function promise(at: Instant, expected: string, texts: PageTexts): Html {
  return markup`<p class="expected">${texts.expected}
<strong><time datetime="${toIso(at)}">${expected}</time></strong>
<small class="soft">${texts.expectedNote}</small></p>`;
}

function steps({ stage }: ParcelView, texts: PageTexts): Html | undefined {
  if (stage === undefined) return undefined;
  const items = texts.stages.map((name, at) => {
    if (at > stage) return markup`<li>${name}</li>`;
    const current = at === stage ? markup` aria-current="step"` : undefined;
    return markup`<li class="on"${current}>${name}</li>`;
  });
  return markup`<ol class="steps" aria-label="${texts.progress}">${items}</ol>`;
}

function details({ carrier, trackingNumber, signatureRequired }: ParcelView, texts: PageTexts): Html {
  const phone = carrier?.phone;
  const rows = [
    carrier && row(texts.carrier, markup`<bdi>${carrier.name}</bdi>`),
    trackingNumber && row(texts.trackingNumber, markup`<bdi class="number">${trackingNumber}</bdi>`),
    phone && row(texts.phone, markup`<a class="number" href="tel:${phone.replaceAll(' ', '')}">${phone}</a>`),
    signatureRequired ? row(texts.signature, markup`${texts.signatureNeeded}`) : undefined,
  ].filter((one) => typeof one === 'object');
  if (rows.length === 0) return markup``;
  return markup`<section class="part" aria-labelledby="details"><h2 id="details">${texts.details}</h2>
<dl>${rows}</dl>${carrier?.page && carrierLink(carrier.page, carrier.name, texts)}</section>
`;
}

function row(name: string, value: Html): Html {
  return markup`<dt>${name}</dt><dd>${value}</dd>`;
}

function carrierLink(address: string, name: string, texts: PageTexts): Html {
  return markup`
<a class="go" href="${address}" rel="noopener noreferrer nofollow">${texts.atCarrier(name)}</a>`;
}

/** The current event first; it began when the parcel was handed over. */
function history({ events, shippedAt }: ParcelView, texts: PageTexts, formats: Formats): Html {
  const items = [
    ...events.map((event) => eventItem(event, texts, formats)),
    markup`<strong>${texts.shipped}</strong>${when(shippedAt, formats)}`,
  ];
  const lines = items.map((item, at) =>
    at === 0 ? markup`<li class="first" aria-current="true">${item}</li>\n` : markup`<li>${item}</li>\n`,
  );
  return markup`<section class="part" aria-labelledby="history"><h2 id="history">${texts.history}</h2>
<ol class="line">${lines}</ol></section>`;
}

function eventItem({ at, eventCode, reason, where }: ParcelEvent, texts: PageTexts, formats: Formats): Html {
  const place = placeText(where, formats);
  const why = reason && markup` (${texts.incidents[reason]})`;
  const there = place === '' ? undefined : markup`<span class="where"><bdi>${place}</bdi></span> `;
  return markup`<strong>${texts.events[eventCode]}${why}</strong> ${there}${when(at, formats)}`;
}

function when(at: Instant, formats: Formats): Html {
  return markup`<time class="where" datetime="${toIso(at)}">${formats.time(at)}</time>`;
}

/** For a link that leads nowhere, whatever the reason: it tells nobody which links there are. */
export function unknownPage(language: Language): string {
  const { unknown, privacy } = languages[language];
  const advice = unknown.next.map((step) => markup`<li>${step}</li>`);
  return page(language, {
    title: unknown.title,
    tone: 'calm',
    main: markup`<section class="hero">
${signOf('calm')}<h1>${unknown.title}</h1>
<p>${unknown.says}</p>
</section>
<section class="part"><ul class="next">${advice}</ul></section>`,
    notes: [privacy],
  }).text;
}
