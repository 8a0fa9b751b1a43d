import type { ErrorObject } from 'ajv';
import { RULE_KEYWORD } from './schema.js';
import type { JsonSchema } from './schema.js';

// A message of 8 MB can be wrong in a million places: nobody reads on after these.
const MOST_FAULTS = 50;
const SHOWN_VALUE = 40;

/** One readable line per fault, in the order in which they stand in the message. */
export function describeFaults(errors: readonly ErrorObject[]): string[] {
  const lines = [...new Set(errors.filter(isOwnFault).map(describe))];
  if (lines.length <= MOST_FAULTS) return lines;
  return [...lines.slice(0, MOST_FAULTS), `and ${lines.length - MOST_FAULTS} more faults`];
}

// Errors inside an alternative tell how Ajv looked for it; the error of the alternative itself tells the fault.
function isOwnFault(error: ErrorObject): boolean {
  return !/\/(anyOf|oneOf|not)\//.test(error.schemaPath);
}

function describe(error: ErrorObject): string {
  const path = readablePath(error.instancePath);
  if (error.keyword === 'required') {
    const field = (error.params as { missingProperty: string }).missingProperty;
    return `${path === '' ? field : `${path}.${field}`}: is required`;
  }
  return `${path === '' ? 'message' : path}: ${words(error)}${shown(error.data)}`;
}

function words(error: ErrorObject): string {
  const schema = (error.parentSchema ?? {}) as JsonSchema;
  const limit = (error.params as { limit?: number }).limit;
  switch (error.keyword) {
    case 'type':
      return `must be ${article((error.params as { type: string }).type)}`;
    case 'enum':
      return `must be one of ${(error.params as { allowedValues: string[] }).allowedValues.join(', ')}`;
    case 'minimum':
      return `must be ${limit} or more`;
    case 'maximum':
      return `must be ${limit} or less`;
    case 'minLength':
    case 'maxLength':
      return `must be text of 1 to ${schema.maxLength} characters`;
    case 'minItems':
      return `must have ${limit} or more entries`;
    case 'maxItems':
      return `must have ${limit} or fewer entries`;
    case 'format':
      return formats[schema.format ?? ''] ?? `must be a ${schema.format}`;
    case 'pattern':
      return schema.format === 'uuid' ? 'must be a UUID in lower case' : `must look like ${schema.pattern}`;
    case 'anyOf':
    case 'oneOf':
    case 'not':
    case RULE_KEYWORD:
      return ofConditions(schema);
    default:
      return error.message ?? error.keyword;
  }
}

const formats: Readonly<Record<string, string>> = {
  'date-time': 'must be an ISO 8601 instant with Z or an offset, as 2026-01-02T03:04:05.678Z',
  'time-zone': 'must be an IANA time zone, as America/New_York',
};

function ofConditions(schema: JsonSchema): string {
  if (schema.type === 'object') return schema.description ?? 'its fields do not fit together';
  if (schema.anyOf !== undefined)
    return 'must be an ISO 8601 instant with Z or an offset, or a date YYYY-MM-DD';
  return 'must not contain NUL or half a surrogate pair';
}

function article(type: string): string {
  return (
    { object: 'an object', array: 'a list', integer: 'a whole number', string: 'text' }[type] ?? `a ${type}`
  );
}

function shown(value: unknown): string {
  if (value === null) return ' (is null; leave the field out instead)';
  if (typeof value === 'object') return '';
  const text = typeof value === 'bigint' ? `${value}` : (JSON.stringify(value) ?? typeof value);
  return ` (is ${text.length > SHOWN_VALUE ? `${text.slice(0, SHOWN_VALUE)}...` : text})`;
}

// "/items/0/quantity" -> "items[0].quantity"
function readablePath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`),
      '',
    );
}
