/** A destination as far as it tells a place: no name, no phone. */
export interface Destination {
  addressLine1?: string | undefined;
  addressLine2?: string | undefined;
  addressLine3?: string | undefined;
  city?: string | undefined;
  districtOrCounty?: string | undefined;
  stateOrRegion?: string | undefined;
  postalCode?: string | undefined;
  countryCode?: string | undefined;
}

/**
 * O-8: whether the destination is one of the addresses that the seller registered as its own. Compared by letters
 * and digits alone, so that case, commas and spacing do not matter.
 */
export function isOwnAddress(destination: Destination, ownAddresses: readonly string[]): boolean {
  const { addressLine1, addressLine2, addressLine3, city, districtOrCounty, stateOrRegion } = destination;
  const place = [addressLine1, addressLine2, addressLine3, city, districtOrCounty, stateOrRegion];
  const written = bare([...place, destination.postalCode, destination.countryCode].join(' '));
  return written !== '' && ownAddresses.some((own) => bare(own) === written);
}

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
