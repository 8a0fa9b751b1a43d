import type { PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { invalidInput } from './api-error.js';

type DtoClass<T extends object> = new () => T;

function faultsOf(errors: readonly ValidationError[], parent = ''): string[] {
  return errors.flatMap((error) => {
    const path = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((message) =>
      faultText(path, error.property, message),
    );
    return [...own, ...faultsOf(error.children ?? [], path)];
  });
}

/** class-validator starts a message with the bare property: put the whole path there instead. */
function faultText(path: string, property: string, message: string): string {
  return message.startsWith(`${property} `)
    ? `${path}${message.slice(property.length)}`
    : `${path}: ${message}`;
}

/** Every fault of `value` against the decorators of its class, with its path (`items.0.quantity must be ...`). */
export function faultsIn(value: object): string[] {
  return faultsOf(validateSync(value, { whitelist: false, forbidUnknownValues: false }));
}

/**
 * Pipe for `@Body(validated(Dto))` or `@Query(validated(Dto))`: an instance of the class, or 400
 * `InvalidInput` with every fault at once (O-2). Unknown fields are tolerated: real clients send them.
 */
export function validated<T extends object>(dto: DtoClass<T>): PipeTransform<unknown, T> {
  return {
    transform(value: unknown): T {
      if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value))) {
        throw invalidInput(['The body must be a JSON object']);
      }
      const instance = plainToInstance(dto, value ?? {}, { exposeDefaultValues: true });
      const faults = faultsIn(instance);
      if (faults.length > 0) throw invalidInput(faults);
      return instance;
    },
  };
}
