import type { CurrentStatus, EventCode, FaultParty, Incident } from '#contracts';

/** What a scan of another vocabulary is in ours (T-3). Its own code is kept beside it. */
export interface Meaning {
  eventCode: EventCode;
  /** Only where the code alone would say something else. */
  status?: CurrentStatus;
  incident?: Incident;
  /** Only where the scan itself tells. */
  faultParty?: FaultParty;
}

/**
 * A word that is in no table. UNKNOWN moves nothing: it neither delivers a package, nor turns one round, nor finds a
 * lost one, so a word that we do not know can cost nobody money.
 */
export const UNKNOWN: Meaning = { eventCode: 'EVENT_201', status: 'UNKNOWN' };

/** T-8: what turned a parcel round, and who is at fault where that goes without saying. */
export const REFUSED: Meaning = { eventCode: 'EVENT_407', incident: 'refused', faultParty: 'customer' };
export const BAD_ADDRESS: Meaning = { eventCode: 'EVENT_401', incident: 'bad-address' };
export const UNCLAIMED: Meaning = { eventCode: 'EVENT_308', incident: 'unclaimed' };
export const DAMAGED: Meaning = { eventCode: 'EVENT_405', incident: 'damaged' };
export const LOST: Meaning = { eventCode: 'EVENT_409', incident: 'lost' };
export const DESTROYED: Meaning = { eventCode: 'EVENT_416', incident: 'destroyed' };
export const WEATHER: Meaning = { eventCode: 'EVENT_404', incident: 'weather' };
export const CUSTOMS: Meaning = { eventCode: 'EVENT_402', incident: 'customs' };
