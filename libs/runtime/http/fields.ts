import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { isInstantText } from '#contracts';
import { Transform, Type } from 'class-transformer';
import { IsOptional, ValidateBy, ValidateNested } from 'class-validator';
import { noteField } from './known-content.js';

/** Whether a field of the model must be there. */
type Need = 'required' | 'optional';
type Class = new () => object;
type ApiOptions = NonNullable<Parameters<typeof ApiProperty>[0]>;

/** What is wrong with a value, in words that follow the field's name; nothing when it is right. */
export type Fault = (value: unknown, object: Record<string, unknown>) => string | undefined;

const INT32_MAX = 2_147_483_647;

/** One condition on a field, told as one fault. */
export function check(name: string, fault: Fault): PropertyDecorator {
  const find = (value: unknown, object: object | undefined) =>
    fault(value, (object ?? {}) as Record<string, unknown>);
  return ValidateBy({
    name,
    validator: {
      validate: (value, args) => find(value, args?.object) === undefined,
      defaultMessage: (args) => `$property ${find(args?.value, args?.object) ?? 'is not valid'}`,
    },
  });
}

/** Text, trimmed (O-1), of at most `max` characters; `blank` allows it to be empty; `fault` asks for more. */
export function Text(
  need: Need,
  about: string,
  options: { max?: number; blank?: boolean; fault?: Fault } = {},
) {
  const { max, blank = need === 'optional', fault } = options;
  const api = { type: String, description: about, maxLength: max };
  return field(need, api, 'text', (value, object) => {
    const wrong = textFault(value, max);
    if (wrong !== undefined) return wrong;
    return value === '' && !blank ? 'must not be empty' : fault?.(value, object);
  });
}

/** A list of texts, trimmed, each of at most `max` characters. */
export function Texts(need: Need, about: string, max: number) {
  const api: ApiOptions = { type: String, isArray: true, description: about };
  return field(need, api, 'texts', (value) => {
    if (!Array.isArray(value)) return 'must be a list';
    const wrong = (value as unknown[])
      .map((entry) => textFault(entry, max))
      .find((fault) => fault !== undefined);
    return wrong && `must be a list of which each ${wrong}`;
  });
}

/** One of the words of the model. */
export function Choice(need: Need, about: string, words: readonly string[]) {
  const api = { enum: [...words], description: about };
  return field(need, api, 'choice', (value) =>
    words.some((word) => word === value) ? undefined : `must be one of ${words.join(', ')}`,
  );
}

/** A list of words of the model. */
export function Choices(need: Need, about: string, words: readonly string[]) {
  const api = { enum: [...words], isArray: true, description: about };
  return field(need, api, 'choices', (value) =>
    Array.isArray(value) && value.every((one) => words.some((word) => word === one))
      ? undefined
      : `must be a list of which each is one of ${words.join(', ')}`,
  );
}

/** ISO 8601 date and time with Z or an offset. */
export function Timestamp(need: Need, about: string, fault?: Fault) {
  const api = { type: String, format: 'date-time', description: about };
  return field(need, api, 'timestamp', (value, object) => {
    if (typeof value === 'string' && isInstantText(value)) return fault?.(value, object);
    return 'must be an ISO 8601 date and time, as 2026-01-02T03:04:05Z';
  });
}

export function Flag(need: Need, about: string) {
  const api = { type: Boolean, description: about };
  return field(need, api, 'flag', (value) =>
    typeof value === 'boolean' ? undefined : 'must be true or false',
  );
}

/** A whole number that fits int32, `min` or more. */
export function Whole(need: Need, about: string, min: number) {
  const api: ApiOptions = { type: 'integer', format: 'int32', minimum: min, description: about };
  return field(need, api, 'whole', (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= INT32_MAX
      ? undefined
      : `must be a whole number of at least ${min} that fits an int32`,
  );
}

/** A list of whole numbers, each between two others. */
export function Wholes(need: Need, about: string, min: number, max: number) {
  const api: ApiOptions = { type: 'integer', isArray: true, minimum: min, maximum: max, description: about };
  const isOne = (value: unknown): boolean =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
  return field(need, api, 'wholes', (value) =>
    Array.isArray(value) && value.every(isOne)
      ? undefined
      : `must be a list of whole numbers from ${min} to ${max}`,
  );
}

/** A free map of texts. */
export function TextMap(need: Need, about: string) {
  const api: ApiOptions = { type: 'object', additionalProperties: { type: 'string' }, description: about };
  return field(need, api, 'textMap', (value) => {
    const texts = isObject(value) && Object.entries(value).flat();
    if (texts !== false && texts.every((text) => textFault(text) === undefined)) return undefined;
    return 'must be an object whose values are text';
  });
}

/** One nested part. What is no object at all is told by the nested check, an array here. */
export function Part(need: Need, about: string, part: () => Class, fault?: Fault) {
  const api = { type: part, description: about };
  const whole: Fault = (value, object) => {
    if (Array.isArray(value)) return 'must be an object';
    return isObject(value) ? fault?.(value, object) : undefined;
  };
  const nested = ValidateNested({ message: 'must be an object' });
  return applyDecorators(field(need, api, 'part', whole, part), nested, Type(part));
}

/** A list of nested parts. */
export function Parts(
  need: Need,
  about: string,
  part: () => Class,
  options: { least?: number; most?: number } = {},
) {
  const { least = 0, most = Infinity } = options;
  const api: ApiOptions = {
    type: part,
    isArray: true,
    minItems: least || undefined,
    maxItems: options.most,
    description: about,
  };
  const list: Fault = (value) => {
    if (isObject(value)) return 'must be a list';
    if (!Array.isArray(value)) return undefined;
    if (value.some((entry) => Array.isArray(entry))) return 'must be a list of objects';
    if (value.length < least) return `must have at least ${least} entry`;
    return value.length > most ? `must have at most ${most} entries, not ${value.length}` : undefined;
  };
  const nested = ValidateNested({ each: true, message: 'must be an object, within a list' });
  return applyDecorators(field(need, api, 'parts', list, part), nested, Type(part));
}

function field(
  need: Need,
  api: ApiOptions,
  name: string,
  fault: Fault,
  part?: () => Class,
): PropertyDecorator {
  const required = need === 'required';
  const present: Fault = (value, object) => {
    const missing = value === undefined || (value === null && !part);
    return missing ? 'is required' : fault(value, object);
  };
  return applyDecorators(
    (target: object, property: string | symbol) => noteField(target, String(property), part),
    ApiProperty({ ...api, required } as ApiOptions),
    ...(required ? [] : [IsOptional()]),
    ...(part ? [] : [Transform(({ value }: { value: unknown }) => trimmed(value))]),
    check(name, present),
  );
}

// NUL and half a surrogate pair cannot be kept by Postgres: the caller hears it now, with the rest.
function textFault(value: unknown, max = Infinity): string | undefined {
  if (typeof value !== 'string') return 'must be text';
  if (value.includes('\u0000') || !value.isWellFormed())
    return 'must be well-formed text without the character NUL';
  const tooLong = value.length > max && Array.from(value).length > max;
  return tooLong ? `must be at most ${max} characters long` : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function trimmed(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(trimmed);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, trimmed(text)]));
}
