import type { Incident, PackagePlace } from './vocabulary.js';

/** Status of a package, as in the Selling Partner API model (T-3). */
export const currentStatuses = [
  'IN_TRANSIT',
  'DELIVERED',
  'RETURNING',
  'RETURNED',
  'UNDELIVERABLE',
  'DELAYED',
  'AVAILABLE_FOR_PICKUP',
  'CUSTOMER_ACTION',
  'UNKNOWN',
  'OUT_FOR_DELIVERY',
  'DELIVERY_ATTEMPTED',
  'PICKUP_SUCCESSFUL',
  'PICKUP_CANCELLED',
  'PICKUP_ATTEMPTED',
  'PICKUP_SCHEDULED',
  'RETURN_REQUEST_ACCEPTED',
  'REFUND_ISSUED',
  'RETURN_RECEIVED_IN_FC',
] as const;
export type CurrentStatus = (typeof currentStatuses)[number];

/** Codes of the Selling Partner API model, each with the status it means when the scan gives none (T-3). */
export const defaultStatus = {
  EVENT_101: 'IN_TRANSIT', // carrier notified
  EVENT_102: 'IN_TRANSIT', // picked up
  EVENT_201: 'IN_TRANSIT', // arrival scan
  EVENT_202: 'IN_TRANSIT', // departure scan
  EVENT_203: 'IN_TRANSIT', // arrived in destination country
  EVENT_204: 'IN_TRANSIT', // customs started
  EVENT_205: 'IN_TRANSIT', // customs done
  EVENT_206: 'IN_TRANSIT', // on the way to a pickup point
  EVENT_301: 'DELIVERED',
  EVENT_302: 'OUT_FOR_DELIVERY',
  EVENT_304: 'DELIVERY_ATTEMPTED',
  EVENT_306: 'CUSTOMER_ACTION', // buyer asked to arrange delivery
  EVENT_307: 'IN_TRANSIT', // appointment made
  EVENT_308: 'AVAILABLE_FOR_PICKUP',
  EVENT_309: 'RETURNED', // to the seller
  EVENT_401: 'RETURNING', // held, bad address (T-8)
  EVENT_402: 'DELAYED', // customs
  EVENT_403: 'CUSTOMER_ACTION', // buyer moved
  EVENT_404: 'DELAYED', // weather and the like
  EVENT_405: 'DELAYED', // damaged: R-4, a package scan alone pays nothing
  EVENT_406: 'DELAYED', // held
  EVENT_407: 'RETURNING', // refused by the buyer (T-8)
  EVENT_408: 'RETURNING',
  EVENT_409: 'UNDELIVERABLE', // lost
  EVENT_411: 'DELAYED', // papers without parcel
  EVENT_412: 'DELAYED', // parcel without papers
  EVENT_413: 'RETURNING', // refused for its customs charges (T-8)
  EVENT_414: 'DELAYED', // missorted
  EVENT_415: 'IN_TRANSIT', // taken over from another carrier
  EVENT_416: 'UNDELIVERABLE',
  EVENT_417: 'DELAYED', // missorted
  EVENT_418: 'DELAYED',
  EVENT_419: 'DELAYED', // address corrected, new date
  EVENT_801: 'AVAILABLE_FOR_PICKUP', // in a locker
  EVENT_804: 'DELIVERED', // collected from the locker
} as const satisfies Record<string, CurrentStatus>;

export type EventCode = keyof typeof defaultStatus;
export const eventCodes = Object.keys(defaultStatus) as EventCode[];

// T-4: at one instant the later stage of a journey wins; RETURNING wins over DELIVERED.
const rankOfStatus: Record<CurrentStatus, number> = {
  UNKNOWN: 0,
  IN_TRANSIT: 1,
  PICKUP_SCHEDULED: 1,
  PICKUP_CANCELLED: 1,
  DELAYED: 2,
  CUSTOMER_ACTION: 2,
  OUT_FOR_DELIVERY: 3,
  DELIVERY_ATTEMPTED: 4,
  PICKUP_ATTEMPTED: 4,
  AVAILABLE_FOR_PICKUP: 4,
  UNDELIVERABLE: 5,
  DELIVERED: 6,
  PICKUP_SUCCESSFUL: 6,
  REFUND_ISSUED: 6,
  RETURN_REQUEST_ACCEPTED: 6,
  RETURNING: 7,
  RETURNED: 8,
  RETURN_RECEIVED_IN_FC: 8,
};

const placeOfStatus: Partial<Record<CurrentStatus, PackagePlace>> = {
  DELIVERED: 'delivered',
  RETURNING: 'returning',
  RETURNED: 'returning',
  RETURN_RECEIVED_IN_FC: 'returning',
  UNDELIVERABLE: 'lost',
};

// T-8: what turned the parcel round, and what ended it.
const statusOfIncident: Partial<Record<Incident, CurrentStatus>> = {
  refused: 'RETURNING',
  'bad-address': 'RETURNING',
  unclaimed: 'RETURNING',
  lost: 'UNDELIVERABLE',
  destroyed: 'UNDELIVERABLE',
};

/** What one scan means for its package. */
export interface ScanMeaning {
  readonly status: CurrentStatus;
  /** Where the scan puts the package: `delivered` only by EVENT_301 or collected by the buyer (Words). */
  readonly place: PackagePlace;
  /** Breaks ties between scans of one instant: the higher decides (T-4). */
  readonly rank: number;
}

/**
 * What a scan means: delivery is told by the code alone, else the status it gives decides, else its incident
 * (T-8), else its code. A RETURNED parcel is still `returning` until a fulfilment centre has it.
 */
export function meaningOf(scan: {
  eventCode: EventCode;
  status?: CurrentStatus | undefined;
  incident?: Incident | undefined;
}): ScanMeaning {
  const status = statusOf(scan.eventCode, scan.status, scan.incident);
  return { status, place: placeOfStatus[status] ?? 'in-transit', rank: rankOfStatus[status] };
}

function statusOf(code: EventCode, given?: CurrentStatus, incident?: Incident): CurrentStatus {
  const byCode = defaultStatus[code];
  if (byCode === 'DELIVERED') return byCode;
  if (isCollected(code, given)) return 'DELIVERED';
  // A status that claims delivery under another code is no delivery (Words, "delivered"): the code decides.
  if (given !== undefined && placeOfStatus[given] !== 'delivered') return given;
  return (incident && statusOfIncident[incident]) ?? byCode;
}

function isCollected(code: EventCode, given?: CurrentStatus): boolean {
  return given === 'PICKUP_SUCCESSFUL' && defaultStatus[code] === 'AVAILABLE_FOR_PICKUP';
}
