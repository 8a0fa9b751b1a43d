import type { EventCode, Incident } from '#contracts';

/** What a scan says, in words for people (T-3). */
export const eventWords: Record<EventCode, string> = {
  EVENT_101: 'The carrier has the shipping details',
  EVENT_102: 'Picked up by the carrier',
  EVENT_201: 'Arrived at a carrier facility',
  EVENT_202: 'Left a carrier facility',
  EVENT_203: 'Arrived in the destination country',
  EVENT_204: 'Customs clearance has begun',
  EVENT_205: 'Cleared customs',
  EVENT_206: 'On its way to the pickup point',
  EVENT_301: 'Delivered',
  EVENT_302: 'Out for delivery',
  EVENT_304: 'Delivery attempted',
  EVENT_306: 'The recipient has asked to arrange the delivery',
  EVENT_307: 'A delivery appointment is made',
  EVENT_308: 'Ready to be picked up',
  EVENT_309: 'Returned to the sender',
  EVENT_401: 'Held: the address is wrong',
  EVENT_402: 'Delayed in customs',
  EVENT_403: 'The recipient has moved',
  EVENT_404: 'Delayed by weather or the like',
  EVENT_405: 'Reported damaged',
  EVENT_406: 'Held by the carrier',
  EVENT_407: 'Refused by the recipient',
  EVENT_408: 'On its way back to the sender',
  EVENT_409: 'Reported lost',
  EVENT_411: 'The papers arrived without the package',
  EVENT_412: 'The package arrived without its papers',
  EVENT_413: 'Refused because of customs charges',
  EVENT_414: 'Sent the wrong way; it goes on from there',
  EVENT_415: 'Taken over from another carrier',
  EVENT_416: 'Cannot be delivered',
  EVENT_417: 'Sent the wrong way; it goes on from there',
  EVENT_418: 'Delayed',
  EVENT_419: 'The address is corrected; the delivery has a new date',
  EVENT_801: 'In a locker, ready to be collected',
  EVENT_804: 'Collected from the locker',
};

/** The reasons that these words give already, whatever the language. */
const toldIncident: Partial<Record<EventCode, Incident>> = {
  EVENT_401: 'bad-address',
  EVENT_402: 'customs',
  EVENT_404: 'weather',
  EVENT_405: 'damaged',
  EVENT_407: 'refused',
  EVENT_409: 'lost',
  EVENT_413: 'customs',
};

/** The reason of a scan where its event does not say it (T-3). */
export function furtherReason(eventCode: EventCode, incident: Incident | undefined): Incident | undefined {
  return incident === 'other' || incident === toldIncident[eventCode] ? undefined : incident;
}
