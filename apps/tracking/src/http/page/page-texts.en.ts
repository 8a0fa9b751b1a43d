import { eventWords } from '../../domain/event-words.js';
import type { PageTexts } from './page-texts.js';

export const en: PageTexts = {
  locale: 'en',
  name: 'English',
  language: 'Language',
  pageTitle: 'Track your parcel',
  situations: {
    'first-day': {
      title: 'Shipped',
      says: () => "Your parcel has left. Please allow a day for the carrier's first scan.",
    },
    unscanned: {
      title: 'Shipped',
      says: () =>
        'Your parcel has left, and the carrier has not scanned it yet. Nothing is wrong so far: some parcels are scanned only at the first large depot.',
    },
    'delivered-only': {
      title: 'Shipped',
      says: () =>
        'Your parcel is on its way. This carrier tells us of the delivery only, not of the stops before.',
    },
    untracked: {
      title: 'Shipped without tracking',
      says: ({ expected }) =>
        `Parcels of this kind are not scanned on their way. It is expected by ${expected}; if it has not come by then, ask the shop you bought from.`,
    },
    moving: { title: 'On its way', says: () => 'Your parcel is with the carrier and moving.' },
    delayed: {
      title: 'Delayed',
      says: () =>
        'Something holds your parcel up. It is still on its way; the latest event below says what we know.',
    },
    'out-for-delivery': { title: 'Out for delivery', says: () => 'The driver has your parcel.' },
    attempted: {
      title: 'Delivery attempted',
      says: () =>
        'The carrier was there and could not hand your parcel over. It usually tries again; the carrier can tell you when, or where to fetch it.',
    },
    pickup: {
      title: 'Ready to be picked up',
      says: () =>
        'Your parcel waits for you at a pickup point. Fetch it soon: what is not fetched goes back.',
    },
    action: {
      title: 'The carrier needs you',
      says: () => 'The carrier cannot go on without hearing from you. Please get in touch with it.',
    },
    late: {
      title: 'Late',
      says: ({ expected }) =>
        `Your parcel was expected by ${expected} and has not been reported delivered. It may still come; if you would rather not wait, ask the shop you bought from.`,
    },
    delivered: { title: 'Delivered', says: ({ since }) => `Your parcel was delivered on ${since}.` },
    returning: {
      title: 'On its way back',
      says: () =>
        'Your parcel is going back to the sender and will not be delivered. Ask the shop you bought from what happens next.',
    },
    returned: {
      title: 'Back with the sender',
      says: () => 'Your parcel went back to the sender. Ask the shop you bought from what happens next.',
    },
    undeliverable: {
      title: 'Cannot be delivered',
      says: () =>
        'The carrier says that it cannot deliver your parcel. Ask the shop you bought from what happens next.',
    },
  },
  stages: ['Shipped', 'On its way', 'Out for delivery', 'Delivered'],
  progress: 'Progress',
  expected: 'Expected by',
  expectedNote: 'the latest day that was promised',
  details: 'Details',
  carrier: 'Carrier',
  trackingNumber: 'Tracking number',
  atCarrier: (carrier) => `See it at ${carrier}`,
  phone: 'Phone',
  signature: 'Signature',
  signatureNeeded: 'needed at delivery',
  history: 'What happened so far',
  shipped: 'Handed over to the carrier',
  events: eventWords,
  incidents: {
    damaged: 'damaged',
    lost: 'lost',
    destroyed: 'destroyed',
    refused: 'refused',
    'bad-address': 'the address could not be found',
    unclaimed: 'nobody fetched it',
    customs: 'held by customs',
    weather: 'weather',
    other: 'another reason',
  },
  timesIn: (zone) => `Times are those of the destination (${zone}).`,
  timesInUtc: "Times are in UTC: we do not know the destination's time zone.",
  privacy: 'This page shows no name and no street. Whoever has its link can see it.',
  unknown: {
    title: 'No parcel here',
    says: 'This link does not lead to a parcel that we know.',
    next: [
      'Open the link once more from the message it came in: a part may have been cut off.',
      'If the parcel has just been shipped, try again in a minute.',
      'Otherwise ask the shop you bought from; it can look your order up.',
    ],
  },
};
