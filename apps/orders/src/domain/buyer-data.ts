import { sameContent } from './same-content.js';

/** Which fields of what was asked for name no person: all of a field, or those within it. */
type Clear = { readonly [field: string]: true | Clear };

const MONEY = { perUnitPrice: true, perUnitTax: true, perUnitDeclaredValue: true, unitValue: true } as const;

/**
 * What may lie in the open. A field that is not listed here counts as the buyer's, so a new one is kept secret until
 * somebody says otherwise. Of the address that is the country alone: in many countries a postal code names a street.
 */
const CLEAR: Clear = {
  sellerId: true,
  sellerFulfillmentOrderId: true,
  marketplaceId: true,
  purpose: true,
  displayableOrderDate: true,
  shippingSpeedCategory: true,
  deliveryWindow: true,
  fulfillmentAction: true,
  fulfillmentPolicy: true,
  codSettings: true,
  shipFromCountryCode: true,
  featureConstraints: true,
  destinationAddress: { countryCode: true },
  items: {
    sellerSku: true,
    sellerFulfillmentOrderItemId: true,
    fulfillmentNetworkSku: true,
    quantity: true,
    cancelledQuantity: true,
    estimatedDeliveryAt: true,
    ...MONEY,
  },
  // Of a registration.
  signatureRequired: true,
  destinationTimeZone: true,
  estimatedDeliveryAt: true,
  registeredAt: true,
};

/** What was asked for, as far as it is kept. */
export interface KeptContent {
  /** All of it; of an erased buyer what names nobody. */
  content: object;
  isErased: boolean;
}

/** Stands where a buyer's word stood that the model requires. */
export const ERASED = 'ERASED';

export interface Parted {
  /** What names nobody. */
  clear: object;
  /** The rest, to be sealed; undefined when there is none. */
  buyer: object | undefined;
}

type Fields = Record<string, unknown>;

/** Parts what was asked for into what names nobody and what is the buyer's. */
export function partContent(content: object): Parted {
  const [clear, buyer] = part(content, CLEAR);
  return { clear: clear ?? {}, buyer: buyer as object | undefined };
}

/** What was asked for, put together again. */
export function joinContent({ clear, buyer }: Parted): object {
  return join(clear, buyer) as object;
}

/**
 * O-1: whether this is the same order again. Of an erased buyer only what is left can be compared: nothing is kept by
 * which a name or an address could be recognised.
 */
export function sameRequest(kept: KeptContent | undefined, request: object): boolean {
  if (!kept?.isErased) return sameContent(kept?.content, request);
  return sameContent(kept.content, partContent(request).clear);
}

/** What clients are shown when the buyer was erased: it still has all that the model requires. */
export function erasedContent(clear: object): object {
  const { destinationAddress } = clear as { destinationAddress?: object };
  return {
    ...clear,
    displayableOrderId: ERASED,
    displayableOrderComment: ERASED,
    ...(destinationAddress && {
      destinationAddress: { name: ERASED, addressLine1: ERASED, postalCode: ERASED, ...destinationAddress },
    }),
  };
}

/** The e-mail addresses of a buyer in the spelling in which they are looked for. */
export function buyerEmails(content: object): string[] {
  const { notificationEmails = [] } = content as { notificationEmails?: string[] };
  return [...new Set(notificationEmails.map(normalEmail).filter((email) => email !== ''))];
}

/** `Bertha <Bertha@Example.com> ` -> `bertha@example.com`. */
export function normalEmail(email: string): string {
  const bare = /<([^<>]+)>\s*$/.exec(email)?.[1] ?? email;
  return bare.normalize('NFKC').trim().toLowerCase();
}

/** A value as its clear part and the rest; undefined for what is not there. Loops: it is part of every create. */
function part(value: unknown, clear: true | Clear | undefined): [unknown, unknown] {
  if (value === undefined || value === null) return [undefined, undefined];
  if (clear === true) return [value, undefined];
  if (clear === undefined || typeof value !== 'object') return [undefined, value];
  if (Array.isArray(value)) return value.every(isObject) ? partList(value, clear) : [undefined, value];
  const open: Fields = {};
  let rest: Fields | undefined;
  for (const field of Object.keys(value)) {
    const [inner, secret] = part((value as Fields)[field], clear[field]);
    if (inner !== undefined) open[field] = inner;
    if (secret !== undefined) (rest ??= {})[field] = secret;
  }
  return [open, rest];
}

function partList(list: readonly unknown[], clear: Clear): [unknown, unknown] {
  const parts = list.map((entry) => part(entry, clear));
  const hasRest = parts.some(([, rest]) => rest !== undefined);
  return [parts.map(([open]) => open), hasRest ? parts.map(([, rest]) => rest ?? {}) : undefined];
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(clear: unknown, rest: unknown): unknown {
  if (rest === undefined) return clear;
  if (clear === undefined) return rest;
  if (Array.isArray(clear) && Array.isArray(rest))
    return clear.map((entry: unknown, index) => join(entry, rest[index]));
  const joined = { ...(clear as Fields) };
  for (const [field, inner] of Object.entries(rest as Fields)) joined[field] = join(joined[field], inner);
  return joined;
}
