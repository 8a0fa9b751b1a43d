import { About, At, OneOf, Optional, Part, PromisedAt, Text } from '../fields.js';
import { Location } from '../location.js';
import { PackageReference, packageText } from '../references.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { currentStatuses, eventCodes } from '../tracking-vocabulary.js';
import type { CurrentStatus, EventCode } from '../tracking-vocabulary.js';
import { faultParties, incidents } from '../vocabulary.js';
import type { FaultParty, Incident } from '../vocabulary.js';

/** The scan that a later scan of the same package corrects (T-4). */
export class CorrectedScan {
  @Text(64)
  rawCode!: string;

  @At()
  occurredAt!: string;
}

@Contract<TrackingUpdatedReport>({
  name: 'TrackingUpdated',
  version: 1,
  kind: 'report',
  owner: 'tracking',
  says: 'A carrier scanned a package.',
  subject: (data) => packageText(data.package),
  key: (data) => packageText(data.package),
  hears: ['tracking'],
  sample: {
    package: { carrierCode: sample.carrierCode, trackingNumber: sample.trackingNumber },
    eventCode: 'EVENT_201',
    rawCode: 'AR',
    occurredAt: sample.scannedAt,
    location: { city: 'Newark', stateOrRegion: 'NJ', countryCode: 'US' },
  },
})
export class TrackingUpdatedReport {
  @Part(() => PackageReference)
  package!: PackageReference;

  @OneOf(eventCodes)
  eventCode!: EventCode;

  @Optional()
  @About('When left out: what eventCode and incident mean.')
  @OneOf(currentStatuses)
  status?: CurrentStatus;

  @About("The carrier's own code, kept as it is (T-3).")
  @Text(64)
  rawCode!: string;

  @At()
  occurredAt!: string;

  @Optional()
  @About('The earlier scan that this one corrects.')
  @Part(() => CorrectedScan)
  corrects?: CorrectedScan;

  @Optional()
  @Part(() => Location)
  location?: Location;

  @Optional()
  @OneOf(incidents)
  incident?: Incident;

  @Optional()
  @OneOf(faultParties)
  faultParty?: FaultParty;

  @Optional()
  @About("The carrier's own estimate, shown and never our clock (I-1).")
  @PromisedAt()
  estimatedDeliveryAt?: string;
}
