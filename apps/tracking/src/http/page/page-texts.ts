import type { EventCode, Incident } from '#contracts';
import type { Situation } from '../../domain/situation.js';

/** Instants and places as people write them in that language. */
export interface Said {
  /** The promise: a day. */
  expected: string;
  /** Since when the parcel is where it is: day and time. */
  since: string;
}

/** All that the page says, in one language: a language that lacks a word does not compile. */
export interface PageTexts {
  /** BCP 47, for `lang` and for dates. */
  locale: string;
  /** Its own name, for those who look for it. */
  name: string;
  language: string;
  pageTitle: string;
  situations: Record<Situation, { title: string; says: (said: Said) => string }>;
  stages: readonly [string, string, string, string];
  progress: string;
  expected: string;
  expectedNote: string;
  details: string;
  carrier: string;
  trackingNumber: string;
  atCarrier: (carrier: string) => string;
  phone: string;
  signature: string;
  signatureNeeded: string;
  history: string;
  shipped: string;
  events: Record<EventCode, string>;
  incidents: Record<Incident, string>;
  timesIn: (zone: string) => string;
  timesInUtc: string;
  privacy: string;
  unknown: { title: string; says: string; next: readonly string[] };
}
