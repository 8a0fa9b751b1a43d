import { toHeaders, type Contract } from '#contracts';
import { schemaOf } from '../../libs/contracts/schema.js';
import type { Random } from '../checker/workload/random.js';

/** A record that its contract must refuse, whatever it was made from. */
export interface BrokenEvent {
  how: string;
  headers: Record<string, string>;
  value: string | null;
}

/** Who says it: nobody that we know. */
export const BROKEN = 'urn:broken';

type Data = Record<string, unknown>;
interface Made {
  value?: string | null;
  headers?: Record<string, string | undefined>;
}

const NOT_A_FIELD = [null, [], {}, [[[]]], 1e308, -0.5, 2 ** 60, '', '\u0000', '\uD800', 'x'.repeat(20_000)];

/** Ways in which a valid event becomes one that nobody may take. */
const ways: Record<string, (data: Data, random: Random, required: readonly string[]) => Made> = {
  'no value': () => ({ value: null }),
  'no bytes': () => ({ value: '' }),
  'cut short': (data, random) => {
    const whole = JSON.stringify(data);
    return { value: whole.slice(0, random.whole(1, whole.length - 1)) };
  },
  'another kind of JSON': (_, random) => ({ value: random.pick(['null', '[]', '0', '"x"', 'true', '[{}]']) }),
  'deeply nested': () => ({ value: `${'['.repeat(50_000)}${']'.repeat(50_000)}` }),
  'too large': (data) => ({ value: JSON.stringify({ ...data, filler: 'x'.repeat(1_100_000) }) }),
  'field missing': (data, random, required) => ({
    value: JSON.stringify(without(data, random.pick(required))),
  }),
  'field of another type': (data, random, required) => ({
    value: JSON.stringify({ ...data, [random.pick(required)]: { wrong: random.pick(NOT_A_FIELD) } }),
  }),
  'only a prototype': (data) => ({ value: `{"__proto__":${JSON.stringify(data)}}` }),
  'fields in a constructor': (data) => ({ value: JSON.stringify({ constructor: data, prototype: data }) }),
  'no source': () => ({ headers: { ce_source: undefined } }),
  'another version of CloudEvents': () => ({ headers: { ce_specversion: '2.0' } }),
  'a tick that is none': (_, random) => ({
    headers: { ce_tick: random.pick(['NaN', '-1', '1.5', '99999999999999999', '0x10', '\u0000']) },
  }),
  'a time that is none': (_, random) => ({
    headers: { ce_time: random.pick(['yesterday', '2026-02-30T00:00:00Z', '\u0000', '9'.repeat(400)]) },
  }),
  'another content': () => ({ headers: { 'content-type': 'application/xml' } }),
};

export const waysToBreak = Object.keys(ways);

/** The same event by the same seed. @param how one of {@link waysToBreak}; left out: any */
export function brokenEvent(
  random: Random,
  contract: Contract,
  id: string,
  how = random.pick(waysToBreak),
): BrokenEvent {
  const data = contract.sample as Data;
  const required = (schemaOf(contract.class) as { required?: string[] }).required ?? [];
  // An object is a legal value of a part: only fields of plain values can be given another type that way.
  const plain = required.filter((field) => typeof data[field] !== 'object');
  const made = ways[how]?.(data, random, plain.length > 0 ? plain : required) ?? {};
  const isFact = contract.kind === 'fact';
  const headers: Record<string, string | undefined> = {
    ...toHeaders({
      id,
      type: contract.type,
      source: BROKEN,
      subject: id,
      time: 1_767_225_600_000,
      tick: isFact ? 1 : undefined,
    }),
    ...made.headers,
  };
  return {
    how,
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
    ),
    value: made.value === undefined ? JSON.stringify(data) : made.value,
  };
}

function without(data: Data, field: string): Data {
  const { [field]: _, ...rest } = data;
  return rest;
}
