import 'reflect-metadata';

type Class = new () => object;

interface Known {
  field: string;
  /** The class of a nested part, or of each part of a list. */
  part?: (() => Class) | undefined;
}

const KNOWN = Symbol('known fields');

/** Notes that a class knows this field; used by the decorators of the fields. */
export function noteField(target: object, field: string, part?: () => Class): void {
  const others = (Reflect.getMetadata(KNOWN, target) as Known[] | undefined) ?? [];
  Reflect.defineMetadata(KNOWN, [...others, { field, part }], target);
}

/** O-1: of a checked body, what its class knows. Unknown fields and nulls are dropped, at any depth. */
export function knownContent<T extends object>(target: new () => T, checked: T): T {
  return known(target, checked) as T;
}

function known(target: Class, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => known(target, entry));
  const fields = value as Record<string, unknown>;
  const notes = (Reflect.getMetadata(KNOWN, target.prototype as object) as Known[] | undefined) ?? [];
  const entries = notes
    .filter(({ field }) => fields[field] !== undefined && fields[field] !== null)
    .map(({ field, part }) => [field, part ? known(part(), fields[field]) : fields[field]] as const);
  return Object.fromEntries(entries);
}
