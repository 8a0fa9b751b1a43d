import type { Instant, Policy, PublisherRole, PublisherScope } from '#contracts';

/** Who speaks, as the topic or the credentials told; never what the message says. */
export interface Speaker {
  role: PublisherRole;
  scope: PublisherScope;
}

/** What a report speaks of. */
export interface SpokenOf {
  sellerId: string;
  fulfillmentCenterId?: string | undefined;
}

/** Words, "report": whether a publisher of that role and scope may say this. A list left out is no limit. */
export function mayReport(
  speaker: Speaker | undefined,
  role: PublisherRole,
  { sellerId, fulfillmentCenterId }: SpokenOf,
): boolean {
  if (speaker === undefined) return false;
  if (speaker.role !== 'network' && speaker.role !== role) return false;
  const within = (list: string[] | undefined, value: string | undefined): boolean =>
    list === undefined || value === undefined || list.includes(value);
  return (
    within(speaker.scope.sellerIds, sellerId) &&
    within(speaker.scope.fulfillmentCenterIds, fulfillmentCenterId)
  );
}

const MINUTE = 60_000;

/** Words, "report": whether the claimed instant lies further ahead of the report's own than the policy allows. */
export function claimedInFuture(
  claimed: Instant,
  reportedAt: Instant,
  { futureToleranceMinutes }: Pick<Policy, 'futureToleranceMinutes'>,
): boolean {
  return claimed > reportedAt + futureToleranceMinutes * MINUTE;
}
