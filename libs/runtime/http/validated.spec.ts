import 'reflect-metadata';
import { describe, expect, test } from '@jest/globals';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsOptional, IsString, Min, ValidateNested } from 'class-validator';
import { ApiError } from './api-error.js';
import { validated } from './validated.js';

class Item {
  @IsInt()
  @Min(1)
  quantity!: number;
}

class Order {
  @IsString()
  name!: string;

  @IsOptional()
  @IsString()
  comment?: string;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Item)
  items!: Item[];
}

const check = (body: unknown): unknown => validated(Order).transform(body, { type: 'body' });

function faultsOf(body: unknown): string[] {
  try {
    check(body);
  } catch (error) {
    if (error instanceof ApiError) return error.errors.map(({ message }) => message);
    throw error;
  }
  return [];
}

describe('a body', () => {
  test('becomes its class; fields nobody asked for are tolerated (O-2)', () => {
    const order = check({ name: 'a', items: [{ quantity: 1 }], MarketplaceIds: 'x' });
    expect(order).toBeInstanceOf(Order);
    expect((order as Order).items[0]).toBeInstanceOf(Item);
  });

  test('every fault at once, with its path (O-2)', () => {
    expect(faultsOf({ comment: 5, items: [{ quantity: 1 }, { quantity: 0 }, {}] })).toEqual([
      'name must be a string',
      'comment must be a string',
      'items.1.quantity must not be less than 1',
      'items.2.quantity must not be less than 1',
      'items.2.quantity must be an integer number',
    ]);
  });

  test.each([[null], [[]], ['text'], [5]])('%j is no object', (body) => {
    expect(faultsOf(body)).toEqual(['The body must be a JSON object']);
  });

  test('none at all: every field is missing', () => {
    expect(faultsOf(undefined)).toContain('name must be a string');
  });
});
