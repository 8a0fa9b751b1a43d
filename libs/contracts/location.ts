import { Optional, Pattern, Text } from './fields.js';

/** Where a scan was made: never a buyer's name or street (T-6). */
export class Location {
  @Optional()
  @Text(128)
  city?: string;

  @Optional()
  @Text(64)
  stateOrRegion?: string;

  @Pattern(/^[A-Z]{2}$/, 'must be an ISO 3166 country code of two capitals')
  @Optional()
  countryCode?: string;
}
