import type { Condition, ReceivedPlace } from '#contracts';

/**
 * Where a unit may go from where it is. A receipt is one look at a unit: a warehouse may put it straight back into
 * stock, or take it in first and look later. `nowhere`: no fulfilment centre has had it in hand since it was shipped.
 */
const moves: Readonly<Record<ReceivedPlace | 'nowhere', readonly ReceivedPlace[]>> = {
  nowhere: ['refused-at-dock', 'quarantined', 'received', 'restocked', 'unsellable', 'disposed'],
  // The parcel went back to its carrier and may come again, at this dock or another.
  'refused-at-dock': ['refused-at-dock', 'quarantined', 'received', 'restocked', 'unsellable', 'disposed'],
  // N-5: matched by hand, it is received by a receipt of its own.
  quarantined: ['received', 'restocked', 'unsellable', 'disposed'],
  received: ['restocked', 'unsellable', 'disposed'],
  // N-9: unsuitable units are first put into stock as unsellable, then disposed of.
  unsellable: ['disposed'],
  // Back in stock it is a new unit when it ships again: this journey is over.
  restocked: [],
  disposed: [],
};

// Two looks at one instant (bare dates, coarse clocks) are told in the order in which a warehouse works.
const stages: Readonly<Record<ReceivedPlace, number>> = {
  'refused-at-dock': 0,
  quarantined: 1,
  received: 2,
  restocked: 3,
  unsellable: 3,
  disposed: 4,
};

/** How far along its way through a warehouse a unit in this place is. */
export function stageOf(place: ReceivedPlace): number {
  return stages[place];
}

/** Whether a unit can have been in these places in this order, one look after the other. */
export function isPossiblePath(places: readonly ReceivedPlace[]): boolean {
  return places.every((place, index) => moves[places[index - 1] ?? 'nowhere'].includes(place));
}

/** N-8: where a unit goes by its condition, when the report does not say. */
export function placeByCondition(condition: Condition): ReceivedPlace {
  if (condition === 'Sellable') return 'restocked';
  return condition === 'Uninspected' ? 'received' : 'unsellable';
}
