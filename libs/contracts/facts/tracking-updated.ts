import { About, At, OneOf, Optional, Part, Parts, Text, Uuid } from '../fields.js';
import { Location } from '../location.js';
import { UnitRef } from '../references.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { currentStatuses, eventCodes } from '../tracking-vocabulary.js';
import type { CurrentStatus, EventCode } from '../tracking-vocabulary.js';
import { faultParties, incidents, packagePlaces } from '../vocabulary.js';
import type { FaultParty, Incident, PackagePlace } from '../vocabulary.js';

export class Scan {
  @Uuid()
  scanId!: string;

  @OneOf(eventCodes)
  eventCode!: EventCode;

  @Text(64)
  rawCode!: string;

  @OneOf(currentStatuses)
  status!: CurrentStatus;

  @About('When the carrier says it happened.')
  @At()
  occurredAt!: string;

  @Optional()
  @About('scanId of the scan that this one corrects (T-4).')
  @Uuid()
  corrects?: string;

  @Optional()
  @Part(() => Location)
  location?: Location;

  @Optional()
  @OneOf(incidents)
  incident?: Incident;

  @Optional()
  @OneOf(faultParties)
  faultParty?: FaultParty;
}

export class PackageState {
  @OneOf(packagePlaces)
  place!: PackagePlace;

  @OneOf(currentStatuses)
  status!: CurrentStatus;

  @Optional()
  @About('The first delivery scan that occurred, after corrections; left out when none did.')
  @At()
  deliveredAt?: string;

  @Optional()
  @About('The first scan that turned the parcel round (T-8).')
  @At()
  returningSince?: string;

  @About('occurredAt of the scan that decides.')
  @At()
  asOf!: string;
}

@Contract<TrackingUpdated>({
  name: 'TrackingUpdated',
  version: 1,
  kind: 'fact',
  owner: 'tracking',
  says: 'A scan was added to a package; the state is that of the whole set of its scans (T-4).',
  subject: (data) => data.packageId,
  key: (data) => data.orderId,
  hears: ['reimbursements'],
  sample: {
    packageId: sample.packageId,
    orderId: sample.orderId,
    sellerId: sample.sellerId,
    sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId,
    scan: {
      scanId: sample.scanId,
      eventCode: 'EVENT_301',
      rawCode: 'D',
      status: 'DELIVERED',
      occurredAt: sample.deliveredAt,
      location: { city: 'Newark', stateOrRegion: 'NJ', countryCode: 'US' },
    },
    state: {
      place: 'delivered',
      status: 'DELIVERED',
      deliveredAt: sample.deliveredAt,
      asOf: sample.deliveredAt,
    },
    units: [{ line: 1, ordinal: 1 }],
  },
})
export class TrackingUpdated {
  @Uuid()
  packageId!: string;

  @Uuid()
  orderId!: string;

  @Uuid()
  sellerId!: string;

  @Text(40)
  sellerFulfillmentOrderId!: string;

  @Part(() => Scan)
  scan!: Scan;

  @Part(() => PackageState)
  state!: PackageState;

  @Parts(() => UnitRef, 0, 1000)
  units!: UnitRef[];
}
