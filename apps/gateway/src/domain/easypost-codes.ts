import { BAD_ADDRESS, DAMAGED, LOST, REFUSED, UNKNOWN, WEATHER, type Meaning } from './feed-meaning.js';

/** What each status of EasyPost means, whatever its detail says. */
const decided: Readonly<Record<string, Meaning>> = {
  delivered: { eventCode: 'EVENT_301' },
  out_for_delivery: { eventCode: 'EVENT_302' },
  available_for_pickup: { eventCode: 'EVENT_308' },
  // The label, not the parcel.
  cancelled: UNKNOWN,
};

/** EasyPost's `status_detail`, as it publishes them. */
export const easypostDetails: Readonly<Record<string, Meaning>> = {
  address_correction: { eventCode: 'EVENT_419' },
  arrived_at_destination: { eventCode: 'EVENT_201' },
  arrived_at_facility: { eventCode: 'EVENT_201' },
  arrived_at_pickup_location: { eventCode: 'EVENT_308' },
  awaiting_information: { eventCode: 'EVENT_406', incident: 'other' },
  cancelled: UNKNOWN,
  damaged: DAMAGED,
  delayed: { eventCode: 'EVENT_418' },
  delivery_exception: { eventCode: 'EVENT_418', incident: 'other' },
  departed_facility: { eventCode: 'EVENT_202' },
  departed_origin_facility: { eventCode: 'EVENT_202' },
  expired: UNKNOWN,
  failure: { eventCode: 'EVENT_418', incident: 'other' },
  held: { eventCode: 'EVENT_406' },
  in_transit: { eventCode: 'EVENT_201' },
  label_created: { eventCode: 'EVENT_101' },
  lost: LOST,
  missorted: { eventCode: 'EVENT_414' },
  out_for_delivery: { eventCode: 'EVENT_302' },
  received_at_destination_facility: { eventCode: 'EVENT_201' },
  received_at_origin_facility: { eventCode: 'EVENT_102' },
  refused: REFUSED,
  return: { eventCode: 'EVENT_408' },
  status_update: { eventCode: 'EVENT_201' },
  transferred_to_destination_carrier: { eventCode: 'EVENT_415' },
  transit_exception: { eventCode: 'EVENT_418', incident: 'other' },
  unknown: UNKNOWN,
  weather_delay: WEATHER,
};

/** By its status alone, when the detail is new to us or says nothing. */
export const easypostStatuses: Readonly<Record<string, Meaning>> = {
  ...decided,
  unknown: UNKNOWN,
  pre_transit: { eventCode: 'EVENT_101' },
  in_transit: { eventCode: 'EVENT_201' },
  return_to_sender: { eventCode: 'EVENT_408' },
  failure: { eventCode: 'EVENT_418', incident: 'other' },
  error: UNKNOWN,
};

/** On its way back whatever the detail: only these say why (T-8). */
const RETURNING: Readonly<Record<string, Meaning>> = {
  refused: REFUSED,
  address_correction: BAD_ADDRESS,
};

/** What a tracking detail's words mean; never nothing. */
export function easypostMeaning(status: string | undefined, detail: string | undefined): Meaning {
  const byStatus = own(easypostStatuses, status);
  if (own(decided, status) !== undefined) return byStatus ?? UNKNOWN;
  if (status === 'return_to_sender') return own(RETURNING, detail) ?? byStatus ?? UNKNOWN;
  const byDetail = own(easypostDetails, detail);
  // A detail that says nothing leaves the word to the status.
  return byDetail === undefined || byDetail === UNKNOWN ? (byStatus ?? byDetail ?? UNKNOWN) : byDetail;
}

const own = (table: Readonly<Record<string, Meaning>>, word: string | undefined): Meaning | undefined =>
  word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
