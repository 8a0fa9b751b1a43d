import { isDateText, promiseInstant, toInstant, toIso } from '#contracts';
import type { Instant } from '#contracts';

/** Whose promise counts for a package. */
export type PromiseSource = 'package' | 'shipment' | 'items' | 'order';

interface PackagePromise {
  at: Instant;
  from: PromiseSource;
}

/** The promises around one package, as they were given: ISO 8601 instants or bare dates. */
interface Promises {
  own?: string | undefined;
  shipment?: string | undefined;
  /** Of the order items that have a unit in the package. */
  items: readonly (string | undefined)[];
  order?: string | undefined;
}

/**
 * Words, "EDD": a package's own promise, else its shipment's, else the latest of its items', else the order's.
 * A bare date lasts to the end of that day in `timeZone`. Nothing when nobody promised anything.
 */
export function promiseOf(
  { own, shipment, items, order }: Promises,
  timeZone: string,
): PackagePromise | undefined {
  const read = (given: string): Instant => promiseInstant(given, timeZone);
  if (own !== undefined) return { at: read(own), from: 'package' };
  if (shipment !== undefined) return { at: read(shipment), from: 'shipment' };
  const promised = items.filter((given) => given !== undefined).map(read);
  if (promised.length > 0) return { at: Math.max(...promised), from: 'items' };
  return order === undefined ? undefined : { at: read(order), from: 'order' };
}

/** One spelling for one promise: a bare date stays, an instant becomes UTC with milliseconds. */
export function spellPromise(given: string): string {
  return isDateText(given) ? given : toIso(toInstant(given));
}
