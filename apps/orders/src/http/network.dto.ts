import { shippingSpeeds } from '#contracts';
import type { ShippingSpeed } from '#contracts';
import { Choice, Part, Parts, Text, TextMap, Texts, Whole, Wholes } from '#runtime';
import type { Fault } from '#runtime';

const countryOrAny: Fault = (code) =>
  /^([A-Z]{2}|\*)$/.test(String(code)) ? undefined : 'must be a country code of two capitals, or *';
const timeOfDay: Fault = (time) =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(String(time)) ? undefined : 'must be a time of day HH:MM';

class CalendarDto {
  @Text('required', 'Name of the calendar.', { max: 64 })
  calendarId!: string;

  @Wholes('required', 'ISO weekdays that are free: 6 and 7 in most countries.', 1, 7)
  weekend!: number[];

  @Texts('required', 'Dates YYYY-MM-DD that are free.', 10)
  holidays!: string[];
}

class CenterDto {
  @Text('required', 'Name of the fulfilment centre, as its reports call it.', { max: 16 })
  fulfillmentCenterId!: string;

  @Text('required', 'Where it is, ISO 3166-1 alpha-2.', { fault: countryOrAny })
  countryCode!: string;

  @Text('required', 'IANA time zone.', { max: 64 })
  timeZone!: string;

  @Text('required', 'What is planned before this time of its day leaves the same day.', { fault: timeOfDay })
  cutoff!: string;

  @Text('required', 'Its working days.', { max: 64 })
  calendarId!: string;

  @Texts('required', 'Features of fulfilment that it offers.', 64)
  features!: string[];
}

class DaysDto {
  @Whole('required', 'At least so many business days.', 0)
  least!: number;

  @Whole('required', 'At most so many: the promise.', 0)
  most!: number;
}

class RouteDto {
  @Choice('required', 'At which speed.', shippingSpeeds)
  shippingSpeedCategory!: ShippingSpeed;

  @Text('required', 'From this country, or * for any.', { fault: countryOrAny })
  from!: string;

  @Text('required', 'To this country, or * for any.', { fault: countryOrAny })
  to!: string;

  @Text('required', 'The carrier that is engaged.', { max: 64 })
  carrierCode!: string;

  @Part('required', 'Business days on the way.', () => DaysDto)
  days!: DaysDto;

  @Text('required', 'Whose business days.', { max: 64 })
  calendarId!: string;
}

class MinorMoneyDto {
  @Text('required', 'ISO 4217.', { max: 3 })
  currency!: string;

  @Whole('required', 'In whole minor units.', 0)
  minorUnits!: number;
}

class FeeDto {
  @Choice('required', 'At which speed.', shippingSpeeds)
  shippingSpeedCategory!: ShippingSpeed;

  @Text('required', 'From this country, or * for any.', { fault: countryOrAny })
  from!: string;

  @Text('required', 'To this country, or * for any.', { fault: countryOrAny })
  to!: string;

  @Part('required', 'Once per order.', () => MinorMoneyDto)
  perOrder!: MinorMoneyDto;

  @Part('required', 'For each unit.', () => MinorMoneyDto)
  perUnit!: MinorMoneyDto;

  @Part('required', 'For each kilogram begun of a shipment.', () => MinorMoneyDto)
  perKilogram!: MinorMoneyDto;
}

class NetworkFeatureDto {
  @Text('required', 'As orders name it.', { max: 64 })
  featureName!: string;

  @Text('required', 'In words.', { max: 500 })
  featureDescription!: string;
}

/** PUT /network: all that the operator says of its network. Rows are looked at in their order; the first that fits counts. */
export class NetworkDto {
  @Parts('required', 'Working days.', () => CalendarDto, { least: 1 })
  calendars!: CalendarDto[];

  @Parts('required', 'Warehouses.', () => CenterDto, { least: 1 })
  fulfillmentCenters!: CenterDto[];

  @Parts('required', 'Ways by carrier, speed and destination.', () => RouteDto)
  routes!: RouteDto[];

  @Parts('required', 'What fulfilment costs.', () => FeeDto)
  fees!: FeeDto[];

  @Parts('required', 'Features that orders may ask for.', () => NetworkFeatureDto)
  features!: NetworkFeatureDto[];

  @Whole('required', 'O-5: for so many hours a FillAll order waits for what is missing.', 1)
  fillAllWithinHours!: number;

  @TextMap('required', 'Time zone by destination country, and of * for all others.')
  timeZones!: Record<string, string>;
}
