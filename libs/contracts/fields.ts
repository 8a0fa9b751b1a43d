import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { isDateText, isInstantText } from './instant.js';
import { isTimeZone } from './promise.js';

/** A class without arguments, as contracts and their parts are. */
export type Shape<T extends object = object> = new () => T;

export const INT32_MAX = 2_147_483_647;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const CURRENCY = /^[A-Z]{3}$/;
const PARTS = Symbol('parts');

/** Names of the constraints made here: the schema derivation translates each of them. */
export const constraint = {
  uuid: 'uuid',
  instant: 'instant',
  promise: 'promise',
  text: 'text',
  pattern: 'pattern',
  timeZone: 'timeZone',
} as const;

function text(name: string, message: string, test: (value: string) => boolean, ...constraints: unknown[]) {
  const validate = (value: unknown): boolean => typeof value === 'string' && test(value);
  return (each: boolean): PropertyDecorator =>
    ValidateBy(
      { name, constraints, validator: { validate, defaultMessage: () => `$property ${message}` } },
      { each },
    );
}

function join(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}

/** The field may be left out. `null` is not a way to leave it out. */
export function Optional(): PropertyDecorator {
  return join(ValidateIf((_object, value: unknown) => value !== undefined));
}

/** What the field means, for the schema and docs/events.md. */
export function About(description: string): PropertyDecorator {
  return (target, property) => JSONSchema({ description })(target, String(property));
}

/** A UUID of any version, in lower case, so that one id has one spelling. */
export function Uuid(): PropertyDecorator {
  return text(constraint.uuid, 'must be a UUID in lower case', (value) => UUID.test(value))(false);
}

/** An instant: ISO 8601 with `Z` or an offset; we write UTC with milliseconds. */
export function At(): PropertyDecorator {
  return text(constraint.instant, 'must be an ISO 8601 instant with Z or an offset', isInstantText)(false);
}

/** A delivery promise: an instant, or a bare `YYYY-MM-DD` (Words, "EDD"). */
export function PromisedAt(): PropertyDecorator {
  const test = (value: string): boolean => isInstantText(value) || isDateText(value);
  return text(constraint.promise, 'must be an ISO 8601 instant or a date YYYY-MM-DD', test)(false);
}

/** An IANA time zone name. */
export function TimeZone(): PropertyDecorator {
  return text(constraint.timeZone, 'must be an IANA time zone', isTimeZone)(false);
}

/** Text of 1 to `max` characters. NUL and half a surrogate pair are refused: Postgres cannot keep them. */
export function Text(max: number): PropertyDecorator {
  return textOf(max)(false);
}

/** A list of texts of 1 to `max` characters each. */
export function Texts(max: number, most = 1000): PropertyDecorator {
  return join(IsArray(), ArrayMaxSize(most), textOf(max)(true));
}

function textOf(max: number) {
  const test = (value: string): boolean => {
    if (value.length === 0 || value.length > 2 * max || value.includes('\u0000') || !value.isWellFormed())
      return false;
    return value.length <= max || Array.from(value).length <= max;
  };
  return text(
    constraint.text,
    `must be text of 1 to ${max} characters without NUL or half a surrogate pair`,
    test,
    max,
  );
}

/** A word-like-this: reasons and causes, open so that a new one is no new version. */
export function Kebab(max = 64): PropertyDecorator {
  return join(Text(max), Pattern(KEBAB, 'must be lower-case words joined by hyphens'));
}

/** An ISO 4217 currency code. */
export function CurrencyCode(): PropertyDecorator {
  return Pattern(CURRENCY, 'must be a currency code of three capitals');
}

/** Text of the given form. */
export function Pattern(form: RegExp, message: string): PropertyDecorator {
  return text(constraint.pattern, message, (value) => form.test(value), form.source)(false);
}

/** A whole number between two others, inclusive. */
export function Whole(min: number, max: number = Number.MAX_SAFE_INTEGER): PropertyDecorator {
  return join(IsInt(), Min(min), Max(max));
}

/** A list of whole numbers. */
export function Wholes(min: number, max: number, most: number): PropertyDecorator {
  const each = { each: true };
  return join(IsArray(), ArrayMinSize(1), ArrayMaxSize(most), IsInt(each), Min(min, each), Max(max, each));
}

/** Yes or no. */
export function Flag(): PropertyDecorator {
  return join(IsBoolean());
}

/** One of a closed vocabulary. */
export function OneOf(values: readonly string[]): PropertyDecorator {
  return join(IsIn([...values]));
}

/** One nested part. */
export function Part<T extends object>(shape: () => Shape<T>): PropertyDecorator {
  return join(IsObject(), ValidateNested(), Type(shape), remember(shape));
}

/** A list of nested parts. */
export function Parts<T extends object>(
  shape: () => Shape<T>,
  least: number,
  most: number,
): PropertyDecorator {
  const each = { each: true };
  const nested = join(IsObject(each), ValidateNested(each));
  return join(IsArray(), ArrayMinSize(least), ArrayMaxSize(most), nested, Type(shape), remember(shape));
}

/** The class of a nested part, for the schema derivation. */
export function partOf(target: object, property: string): Shape | undefined {
  const shape = Reflect.getMetadata(PARTS, target, property) as (() => Shape) | undefined;
  return shape?.();
}

function remember(shape: () => Shape): PropertyDecorator {
  return (target, property) => Reflect.defineMetadata(PARTS, shape, target, property);
}
