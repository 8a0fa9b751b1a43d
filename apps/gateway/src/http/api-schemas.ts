import { contracts, operatorRoles, publisherRoles, schemaOf, sellerRoles, standings } from '#contracts';
import type { Contract, JsonSchema } from '#contracts';
import { schema } from '#runtime';
import { ratePlans } from '../domain/rate-plan.js';

const { any, flag, instant, listOf, mapOf, object, oneOf, orNull, text, whole } = schema;

const registered = { addedAt: instant, revokedAt: orNull(instant) };
const name: JsonSchema = { type: 'string', minLength: 1, maxLength: 64 };
const key = { clientId: text, clientSecret: text, refreshToken: text };

export const seller = object({
  sellerId: text,
  name: text,
  standing: oneOf(standings),
  sandbox: flag,
  plan: oneOf(ratePlans),
  ...registered,
});
export const sellers = object({ sellers: listOf(seller) });
export const sellerAsked = object({ name, 'sandbox?': flag, 'plan?': oneOf(ratePlans) });
export const sellerChange = object({ 'standing?': oneOf(standings), 'plan?': oneOf(ratePlans) });
export const sellerAdded = object({ sellerId: text, ...key });

const roles = [...sellerRoles, ...operatorRoles];
export const user = object({ userId: text, name: text, role: oneOf(roles), ...registered });
export const users = object({ users: listOf(user) });
export const operators = object({ operators: listOf(user) });
export const userAsked = (among: readonly string[]): JsonSchema => object({ name, role: oneOf(among) });
export const userAdded = object({ userId: text, ...key });

const scope = object({
  'fulfillmentCenterIds?': listOf(text),
  'carrierCodes?': listOf(text),
  'sellerIds?': listOf(text),
});
const publisherName: JsonSchema = { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' };
export const publisher = object({
  publisherId: text,
  name: text,
  role: oneOf(publisherRoles),
  scope,
  topic: text,
  ...registered,
});
export const publishers = object({ publishers: listOf(publisher) });
export const publisherAsked = object({ name: publisherName, role: oneOf(publisherRoles), 'scope?': scope });
export const publisherAdded = object({
  publisherId: text,
  name: text,
  topic: text,
  kafka: orNull(object({ username: text, password: text, topic: text })),
  ...key,
});

const aside = { service: text, id: whole, topic: text, partition: whole };
const away = listOf(object({ service: text, reason: text }));
export const parked = object({
  parked: listOf(
    object({ ...aside, kind: text, reason: text, detail: text, state: text, parkedAt: instant }),
  ),
  'away?': away,
});
export const waiting = object({
  waiting: listOf(object({ ...aside, waitsFor: text, since: instant })),
  'away?': away,
});
export const outcome = object({ outcome: text });

const counts = mapOf(whole);
const amounts = mapOf({ type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' });
export const accounting = object({
  asOf: instant,
  orders: whole,
  packages: whole,
  shipped: whole,
  states: counts,
  decisionDue: counts,
  refusedByReason: counts,
  refusedByState: counts,
  unaccounted: listOf(any),
  unaccountedCount: whole,
  settling: listOf(any),
  settlingCount: whole,
  amountGranted: amounts,
  amountReversed: amounts,
  everGranted: whole,
  reversedUnits: whole,
  overduePackages: whole,
  addsUp: flag,
});
export const journeys = object({ orders: listOf(any), 'away?': away });

export const tokenAsked = object({
  grant_type: oneOf(['client_credentials', 'refresh_token']),
  client_id: text,
  client_secret: text,
  'refresh_token?': text,
  'scope?': text,
});
export const tokenGiven = object({
  access_token: text,
  token_type: oneOf(['bearer']),
  expires_in: whole,
  'refresh_token?': text,
  'scope?': text,
});
export const tokenRotation = object({ client_id: text, client_secret: text, refresh_token: text });
export const tokenRevocation = object({ client_id: text, client_secret: text, token: text });
/** OAuth's own errors; a body that cannot be read at all is told as everywhere. */
export const tokenRefused: JsonSchema = {
  anyOf: [object({ error: text, error_description: text }), { $ref: '#/components/schemas/Errors' }],
};

const reportEvent = ({ type, class: shape }: Contract): JsonSchema =>
  object({
    specversion: oneOf(['1.0']),
    id: name,
    source: name,
    type: oneOf([type]),
    'time?': instant,
    data: schemaOf(shape),
  });
const events = contracts()
  .filter(({ kind }) => kind === 'report')
  .map(reportEvent);
/** A CloudEvent in structured mode, or a batch of them. */
export const event: JsonSchema = { anyOf: [...events, listOf({ anyOf: events })] };
export const accepted = object({ accepted: whole });
