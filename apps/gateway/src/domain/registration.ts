import { publisherRoles, type PublisherRole, type PublisherScope } from '#contracts';

/** A publisher as the operator asks for it. */
export interface PublisherRequest {
  name: string;
  role: PublisherRole;
  /** Absent: all. */
  scope?: PublisherScope;
}

/** Topic names end with it, and Kafka user names too: short enough for both with any namespace before it. */
const PUBLISHER_NAME = /^[a-z][a-z0-9-]{0,39}$/;
/** Taken by the topic of what comes over HTTP. */
const RESERVED = ['gateway'];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const LISTS = { fulfillmentCenterIds: 16, carrierCodes: 64, sellerIds: 36 } as const;
const SCOPED: Record<PublisherRole, readonly (keyof typeof LISTS)[]> = {
  network: ['fulfillmentCenterIds', 'carrierCodes', 'sellerIds'],
  warehouse: ['fulfillmentCenterIds', 'sellerIds'],
  carrier: ['carrierCodes', 'sellerIds'],
  'order-source': ['sellerIds'],
};

/** Every fault of a publisher's request at once. */
export function faultsInPublisher(request: { name?: unknown; role?: unknown; scope?: unknown }): string[] {
  const faults = [...faultsInPublisherName(request.name)];
  const role = publisherRoles.find((known) => known === request.role);
  if (role === undefined) faults.push(`role: must be one of ${publisherRoles.join(', ')}`);
  return [...faults, ...faultsInScope(role, request.scope ?? {})];
}

function faultsInPublisherName(name: unknown): string[] {
  if (typeof name !== 'string' || !PUBLISHER_NAME.test(name)) {
    return ['name: must be 1 to 40 lower-case letters, digits and hyphens, a letter first'];
  }
  return RESERVED.includes(name) ? [`name: "${name}" is reserved`] : [];
}

function faultsInScope(role: PublisherRole | undefined, scope: unknown): string[] {
  if (typeof scope !== 'object' || scope === null || Array.isArray(scope))
    return ['scope: must be an object'];
  return Object.entries(scope).flatMap(([field, list]: [string, unknown]) => {
    const most = LISTS[field as keyof typeof LISTS] as number | undefined;
    if (most === undefined) return [`scope.${field}: is none of ${Object.keys(LISTS).join(', ')}`];
    const texts: unknown[] | undefined = Array.isArray(list) ? list : undefined;
    if (texts === undefined || texts.length === 0)
      return [`scope.${field}: must be a list that is not empty; leave it out for no limit`];
    const faults = texts.flatMap((text, index) =>
      isScopeText(field, text, most)
        ? []
        : [
            `scope.${field}[${index}]: must be ${field === 'sellerIds' ? 'a seller id' : `1 to ${most} characters`}`,
          ],
    );
    if (role !== undefined && !SCOPED[role].some((allowed) => allowed === field)) {
      faults.push(`scope.${field}: does not apply to a ${role}`);
    }
    return faults;
  });
}

const isScopeText = (field: string, text: unknown, most: number): boolean =>
  typeof text === 'string' &&
  text !== '' &&
  text.length <= most &&
  (field !== 'sellerIds' || UUID.test(text));
