import { allCouriers, getTracking } from 'ts-tracking-number';
import type { TrackingCourier, TrackingData } from 'ts-tracking-number';
import { carrierOfCourier, courierNamed } from './carriers.js';
import type { Carrier } from './carriers.js';

const POSTS = 's10';
/** Forms that no other carrier's numbers have: they tell even where nobody named the carrier. */
const UNMISTAKABLE = new Set(['UPS', 'S10']);

/** What the report says, and its number, tell of the carrier (T-5). */
export interface CheckedNumber {
  /** Named by the report, else the only one whose numbers are such. */
  carrier?: Carrier | undefined;
  /** Why the number cannot be right, for people. The package is shipped all the same. */
  warning?: string | undefined;
}

/**
 * T-5: detects the carrier and verifies the check digit. A number of no known form says nothing, and what any carrier's
 * check accepts is right: carriers hand parcels over to each other under the second one's number.
 */
export function checkNumber(of: {
  carrierCode?: string | undefined;
  trackingNumber?: string | undefined;
}): CheckedNumber {
  const { carrierCode, trackingNumber } = of;
  const named = carrierCode === undefined ? undefined : courierNamed(carrierCode);
  const carrier =
    carrierCode === undefined ? undefined : (known(named) ?? { code: carrierCode, name: carrierCode });
  if (trackingNumber === undefined) return { carrier };
  const number = trackingNumber.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const accepting = allCouriers.filter((courier) => getTracking(number, [courier]) !== undefined);
  if (accepting.length > 0) return { carrier: carrier ?? onlyOne(accepting, number) };
  const wrong = formOf(number, named);
  if (!wrong) return { carrier };
  const whose = known(wrong.courier) ?? post(number);
  const warning = `the check digit of the tracking number ${trackingNumber} is wrong: it is none of ${whose.name}`;
  return { carrier: carrier ?? whose, warning };
}

function known(courier: string | undefined): Carrier | undefined {
  return courier === undefined ? undefined : carrierOfCourier(courier);
}

// Two carriers may accept the same number: then it names neither.
function onlyOne(accepting: readonly TrackingCourier[], number: string): Carrier | undefined {
  const [courier, another] = accepting;
  if (!courier || another) return undefined;
  return known(courier.courier_code) ?? post(number);
}

/** The form with a check digit that the number has, of the carrier that is named or one that cannot be mistaken. */
function formOf(number: string, named: string | undefined): { courier: string } | undefined {
  for (const { courier_code: courier, tracking_numbers: forms } of allCouriers) {
    const counts = (form: TrackingData): boolean => courier === named || UNMISTAKABLE.has(form.name);
    const has = (form: TrackingData): boolean =>
      form.validation.checksum !== undefined && counts(form) && whole(form).test(number);
    if (forms.some(has) && (courier !== POSTS || postOf(number) !== undefined)) return { courier };
  }
  return undefined;
}

const patterns = new Map<TrackingData, RegExp>();

function whole(form: TrackingData): RegExp {
  const { regex } = form;
  const made =
    patterns.get(form) ?? new RegExp(`^(?:${typeof regex === 'string' ? regex : regex.join('')})$`);
  patterns.set(form, made);
  return made;
}

/** The posts of the world, by the country at the end of an S10 number. */
const posts = new Map<string, string>(
  allCouriers
    .filter(({ courier_code: courier }) => courier === POSTS)
    .flatMap(({ tracking_numbers: forms }) => forms.flatMap(({ additional = [] }) => additional))
    .flatMap(({ lookup }) => lookup.flatMap((one) => ('courier' in one ? [[one.matches, one.courier]] : []))),
);

function postOf(number: string): string | undefined {
  return posts.get(number.slice(-2));
}

function post(number: string): Carrier {
  const country = number.slice(-2);
  if (country === 'US') return carrierOfCourier('usps') ?? { code: 'USPS', name: 'USPS' };
  return { code: `POST-${country}`, name: postOf(number) ?? country };
}
