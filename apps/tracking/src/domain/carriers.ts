/** A carrier as people are told of it. */
export interface Carrier {
  /** As `carrierCode` names it. */
  code: string;
  name: string;
  /** For questions, in international form. */
  phone?: string | undefined;
  website?: string | undefined;
  /** Its own tracking page, without the number, which comes last. */
  trackingLink?: string | undefined;
}

interface KnownCarrier extends Carrier {
  /** What reports call it; `_` and `-` are read as spaces. */
  called: RegExp;
}

/** The carriers whose numbers we can check, with what a buyer needs of them. Codes are those of the library's data. */
const CARRIERS: Readonly<Record<string, KnownCarrier>> = {
  ups: {
    code: 'UPS',
    name: 'UPS',
    called: /^(ups|united parcel service)\b/i,
    phone: '+1 800 742 5877',
    website: 'https://www.ups.com',
    trackingLink: 'https://www.ups.com/track?tracknum=',
  },
  usps: {
    code: 'USPS',
    name: 'USPS',
    called: /^(usps|united states postal service)\b/i,
    phone: '+1 800 275 8777',
    website: 'https://www.usps.com',
    trackingLink: 'https://tools.usps.com/go/TrackConfirmAction?tLabels=',
  },
  fedex: {
    code: 'FEDEX',
    name: 'FedEx',
    called: /^(fedex|federal express)\b/i,
    phone: '+1 800 463 3339',
    website: 'https://www.fedex.com',
    trackingLink: 'https://www.fedex.com/fedextrack/?trknbr=',
  },
  dhl: {
    code: 'DHL',
    name: 'DHL',
    called: /^dhl\b/i,
    phone: '+1 800 225 5345',
    website: 'https://www.dhl.com',
    trackingLink: 'https://www.dhl.com/global-en/home/tracking.html?tracking-id=',
  },
  ontrac: {
    code: 'ONTRAC',
    name: 'OnTrac',
    called: /^ontrac\b/i,
    phone: '+1 800 334 5000',
    website: 'https://www.ontrac.com',
    trackingLink: 'https://www.ontrac.com/tracking/?number=',
  },
  amazon: {
    code: 'AMZL',
    name: 'Amazon Logistics',
    called: /^(amzl|amazon)\b/i,
    website: 'https://track.amazon.com',
    trackingLink: 'https://track.amazon.com/tracking/',
  },
};

/** The carrier that a courier of the number library is; none for a post of the S10 union. */
export function carrierOfCourier(courier: string): Carrier | undefined {
  return CARRIERS[courier];
}

/** The courier of the number library that a report's carrierCode names. */
export function courierNamed(carrierCode: string): string | undefined {
  const said = carrierCode.trim().replaceAll(/[_-]+/g, ' ');
  return Object.keys(CARRIERS).find((courier) => CARRIERS[courier]?.called.test(said));
}

/** Where the carrier itself tells of that number. */
export function carrierPage(
  { trackingLink }: Carrier,
  trackingNumber: string | undefined,
): string | undefined {
  if (trackingLink === undefined || trackingNumber === undefined) return undefined;
  return trackingLink + encodeURIComponent(trackingNumber);
}
