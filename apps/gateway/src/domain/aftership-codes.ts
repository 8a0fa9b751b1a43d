import {
  BAD_ADDRESS,
  CUSTOMS,
  DAMAGED,
  DESTROYED,
  LOST,
  REFUSED,
  UNCLAIMED,
  UNKNOWN,
  WEATHER,
  type Meaning,
} from './feed-meaning.js';

/** AfterShip's sub-statuses, as it publishes them. */
export const aftershipSubtags: Readonly<Record<string, Meaning>> = {
  InfoReceived_001: { eventCode: 'EVENT_101' },
  InTransit_001: { eventCode: 'EVENT_201' },
  InTransit_002: { eventCode: 'EVENT_102' }, // accepted
  InTransit_003: { eventCode: 'EVENT_201' }, // arrival scan
  InTransit_004: { eventCode: 'EVENT_203' }, // in the destination country
  InTransit_005: { eventCode: 'EVENT_205' }, // customs done
  InTransit_006: { eventCode: 'EVENT_204' }, // customs begun
  InTransit_007: { eventCode: 'EVENT_202' }, // departure scan
  InTransit_008: { eventCode: 'EVENT_201' }, // a problem is solved
  InTransit_009: { eventCode: 'EVENT_419' }, // forwarded to another address
  OutForDelivery_001: { eventCode: 'EVENT_302' },
  OutForDelivery_003: { eventCode: 'EVENT_302' }, // the buyer was contacted before it
  OutForDelivery_004: { eventCode: 'EVENT_307' }, // appointment
  AttemptFail_001: { eventCode: 'EVENT_304' },
  AttemptFail_002: { eventCode: 'EVENT_304' }, // nobody there
  AttemptFail_003: { eventCode: 'EVENT_304' }, // business closed
  AvailableForPickup_001: { eventCode: 'EVENT_308' },
  Delivered_001: { eventCode: 'EVENT_301' },
  Delivered_002: { eventCode: 'EVENT_301' }, // collected by the buyer (Words, "delivered")
  Delivered_003: { eventCode: 'EVENT_301' }, // signed for
  Delivered_004: { eventCode: 'EVENT_301' }, // cash on delivery
  Delivered_005: { eventCode: 'EVENT_301' }, // to a neighbour
  Exception_001: { eventCode: 'EVENT_418', incident: 'other' },
  Exception_002: { eventCode: 'EVENT_403' }, // the buyer has moved
  Exception_003: REFUSED,
  Exception_004: CUSTOMS,
  Exception_005: { eventCode: 'EVENT_404', incident: 'other' }, // for reasons outside
  Exception_006: { eventCode: 'EVENT_406', incident: 'other' }, // held for payment
  Exception_007: BAD_ADDRESS,
  Exception_008: UNCLAIMED,
  Exception_009: { eventCode: 'EVENT_406', incident: 'other' }, // the carrier does not take it
  Exception_010: { eventCode: 'EVENT_408' },
  Exception_011: { eventCode: 'EVENT_309' },
  Exception_012: DAMAGED,
  Exception_013: LOST,
  Exception_016: { eventCode: 'EVENT_418', incident: 'other' }, // processing, missorted
  Exception_017: WEATHER,
  Exception_018: { eventCode: 'EVENT_406', incident: 'customs' }, // papers wrong or missing
  Exception_019: { eventCode: 'EVENT_404', incident: 'other' }, // late flight
  Exception_020: UNKNOWN, // cancelled: not where the package is
  Exception_021: DESTROYED,
};

/** By its status alone, when the sub-status is new to us or missing. */
export const aftershipTags: Readonly<Record<string, Meaning>> = {
  Pending: UNKNOWN,
  Expired: UNKNOWN,
  InfoReceived: { eventCode: 'EVENT_101' },
  InTransit: { eventCode: 'EVENT_201' },
  OutForDelivery: { eventCode: 'EVENT_302' },
  AttemptFail: { eventCode: 'EVENT_304' },
  AvailableForPickup: { eventCode: 'EVENT_308' },
  Delivered: { eventCode: 'EVENT_301' },
  Exception: { eventCode: 'EVENT_418', incident: 'other' },
};

/** What a checkpoint's words mean; never nothing. */
export function aftershipMeaning(tag: string | undefined, subtag: string | undefined): Meaning {
  const bySubtag = own(aftershipSubtags, subtag);
  // "Delivered_099" of next year is still delivered.
  return bySubtag ?? own(aftershipTags, tag ?? subtag?.split('_', 1)[0]) ?? UNKNOWN;
}

const own = (table: Readonly<Record<string, Meaning>>, word: string | undefined): Meaning | undefined =>
  word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
