import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiResponse } from '@nestjs/swagger';
import type { JsonSchema } from '#contracts';

type Schema = JsonSchema;

/** Of an answer or a body in the OpenAPI document, where no class describes it. */
export const schema = {
  text: { type: 'string' } as Schema,
  flag: { type: 'boolean' } as Schema,
  whole: { type: 'integer' } as Schema,
  instant: { type: 'string', format: 'date-time' } as Schema,
  any: {} as Schema,
  oneOf: (words: readonly string[]): Schema => ({ type: 'string', enum: words }),
  listOf: (items: Schema): Schema => ({ type: 'array', items }),
  orNull: (of: Schema): Schema => ({ ...of, nullable: true }),
  mapOf: (of: Schema): Schema => ({ type: 'object', additionalProperties: of }),
  /** An object with these fields; a field whose name ends with `?` may be left out. */
  object: (fields: Record<string, Schema>): Schema => {
    const required = Object.keys(fields).filter((name) => !name.endsWith('?'));
    const properties = Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name.replace(/\?$/, ''), field]),
    );
    return { type: 'object', properties, ...(required.length > 0 && { required }) };
  },
  /** What a call answers that has nothing to tell: `{}`. */
  nothing: { type: 'object', maxProperties: 0 } as Schema,
};

/** The body that a method reads, in each of these types. */
export const Takes = (body: Schema, ...types: string[]): MethodDecorator =>
  applyDecorators(
    ApiConsumes(...(types.length > 0 ? types : ['application/json'])),
    ApiBody({ schema: body as never }),
  );

/** What a method answers when it does what was asked. */
export const Gives = (answer: Schema, status = 200, description = 'Done.'): MethodDecorator =>
  ApiResponse({ status, description, content: { 'application/json': { schema: answer as never } } });
