import type { PublisherRole } from '#contracts';

/** Who reports, as the registry has it; absent lists mean all. */
export interface Speaker {
  role: PublisherRole;
  scope: { fulfillmentCenterIds?: string[]; carrierCodes?: string[]; sellerIds?: string[] };
}

export interface SpokenOf {
  carrierCode?: string | undefined;
  sellerId: string;
  fulfillmentCenterId: string;
}

/** Words, "report": scans come from carriers and from the network itself. */
export function mayReportScans({ role }: Speaker): boolean {
  return role === 'carrier' || role === 'network';
}

/** Words, "report": within its scope, which comes from who it is, never from what the message says. */
export function maySpeakOf(
  speaker: Speaker,
  { carrierCode, sellerId, fulfillmentCenterId }: SpokenOf,
): boolean {
  const { carrierCodes, sellerIds, fulfillmentCenterIds } = speaker.scope;
  return (
    mayReportScans(speaker) &&
    includes(carrierCodes, carrierCode) &&
    includes(sellerIds, sellerId) &&
    includes(fulfillmentCenterIds, fulfillmentCenterId)
  );
}

function includes(scope: string[] | undefined, value: string | undefined): boolean {
  return scope === undefined || (value !== undefined && scope.includes(value));
}
