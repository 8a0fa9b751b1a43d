import { currencyDigits, isDateText, isTimeZone } from '#contracts';
import type { Network } from './network.js';

/** What is wrong with a network beyond the types of its fields, every fault at once; empty when it can be in force. */
export function networkFaults(network: Network): string[] {
  const { calendars, fulfillmentCenters, routes, fees, features, timeZones } = network;
  const known = new Set(calendars.map(({ calendarId }) => calendarId));
  const named = new Set(features.map(({ featureName }) => featureName));
  const calendarFault = (path: string, id: string): string[] =>
    known.has(id) ? [] : [`${path}.calendarId: there is no calendar ${id}`];
  return [
    ...twice('calendars', calendars, ({ calendarId }) => calendarId),
    ...twice('fulfillmentCenters', fulfillmentCenters, (one) => one.fulfillmentCenterId),
    ...twice('features', features, ({ featureName }) => featureName),
    ...calendars.flatMap(({ weekend, holidays }, at) => [
      ...(weekend.length < 7 ? [] : [`calendars.${at}.weekend leaves no day to work`]),
      ...holidays
        .filter((day) => !isDateText(day))
        .map((day) => `calendars.${at}.holidays: ${day} is no date YYYY-MM-DD`),
    ]),
    ...fulfillmentCenters.flatMap((center, at) => [
      ...calendarFault(`fulfillmentCenters.${at}`, center.calendarId),
      ...(isTimeZone(center.timeZone) ? [] : [`fulfillmentCenters.${at}.timeZone must be an IANA time zone`]),
      ...center.features
        .filter((name) => !named.has(name))
        .map((name) => `fulfillmentCenters.${at}.features: ${name} is not among features`),
    ]),
    ...routes.flatMap((one, at) => [
      ...calendarFault(`routes.${at}`, one.calendarId),
      ...(one.days.least <= one.days.most ? [] : [`routes.${at}.days: least must not exceed most`]),
    ]),
    ...fees.flatMap(({ perOrder, perUnit, perKilogram }, at) => {
      const currencies = new Set([perOrder, perUnit, perKilogram].map(({ currency }) => currency));
      if (currencies.size > 1)
        return [`fees.${at}: perOrder, perUnit and perKilogram must be of one currency`];
      const [currency = ''] = currencies;
      return currencyDigits(currency) === undefined
        ? [`fees.${at}: ${currency} is not a currency in use`]
        : [];
    }),
    ...Object.entries(timeZones)
      .filter(([, zone]) => !isTimeZone(zone))
      .map(([country]) => `timeZones.${country} must be an IANA time zone`),
  ];
}

function twice<T>(path: string, list: readonly T[], idOf: (one: T) => string): string[] {
  const ids = list.map(idOf);
  return ids.filter((id, at) => ids.indexOf(id) < at).map((id) => `${path}: ${id} is given twice`);
}
