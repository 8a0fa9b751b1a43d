import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { describeFaults } from './faults.js';
import type { Shape } from './fields.js';
import { isDateText, isInstantText } from './instant.js';
import { Policy } from './policy.js';
import { isTimeZone } from './promise.js';
import { contractOf, contractOfType } from './registry.js';
import { ruleCalled } from './rules.js';
import { RULE_KEYWORD, schemaOf } from './schema.js';

const compiled = new Map<Shape, ValidateFunction>();

/**
 * Checks a message against its contract; the schema is compiled at its first use.
 * @param contract a contract class or a ce_type.
 * @returns every fault at once, one line each with its path, e.g. `items[0].quantity: must be 1 or more (is 0)`;
 * empty when the message is valid. Unknown fields are ignored. Never throws on any value.
 */
export function check(contract: Shape | string, value: unknown): string[] {
  if (typeof contract !== 'string') return checkShape(contractOf(contract).class, value);
  const known = contractOfType(contract);
  return known ? checkShape(known.class, value) : [`ce_type "${contract}" is none of our contracts`];
}

/** Every fault of a policy at once, as `check`; empty when it is valid. */
export function checkPolicy(value: unknown): string[] {
  return checkShape(Policy, value);
}

function checkShape(shape: Shape, value: unknown): string[] {
  const validate = compiled.get(shape) ?? compile(shape);
  return validate(value) ? [] : describeFaults(validate.errors as ErrorObject[]);
}

function compile(shape: Shape): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: true, strictRequired: false });
  ajv.addFormat('date-time', { type: 'string', validate: isInstantText });
  ajv.addFormat('date', { type: 'string', validate: isDateText });
  ajv.addFormat('time-zone', { type: 'string', validate: isTimeZone });
  // The pattern beside it is the whole truth: lower case, no urn.
  ajv.addFormat('uuid', true);
  ajv.addKeyword({
    keyword: RULE_KEYWORD,
    schemaType: 'string',
    type: 'object',
    validate: (says: string, value: Record<string, unknown>) => ruleCalled(says)?.holds(value) ?? false,
  });
  const validate = ajv.compile(schemaOf(shape));
  compiled.set(shape, validate);
  return validate;
}
