import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { completed } from './openapi-answers.js';
import { schema } from './openapi-schemas.js';

const own = {
  description: 'An OAuth error.',
  content: { 'application/json': { schema: { type: 'object' } } },
};
const document = {
  openapi: '3.0.0',
  info: { title: 't', version: '1' },
  paths: { '/things': { get: { responses: { 200: { description: 'Things.' }, 400: own } } } },
} as unknown as OpenAPIObject;

describe('completed', () => {
  const { paths, components } = completed(document);
  const responses = paths['/things']?.get?.responses as Record<
    string,
    { content?: unknown; headers?: object }
  >;

  it('says of every operation how it refuses, with the body', () => {
    expect(Object.keys(responses)).toEqual(['200', '400', '403', '404', '413', '415', '429', '503']);
    expect(responses['404']?.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/Errors' } },
    });
    expect(components?.schemas).toHaveProperty('Errors');
  });

  it('leaves what an operation says of itself', () => {
    expect(responses['400']).toMatchObject(own);
  });

  it('says that every answer names its request', () => {
    for (const { headers } of Object.values(responses))
      expect(headers).toMatchObject({ 'x-amzn-RequestId': { required: true } });
  });
});

describe('schema.object', () => {
  it('requires every field but those that may be left out', () => {
    expect(schema.object({ name: schema.text, 'plan?': schema.text })).toEqual({
      type: 'object',
      properties: { name: { type: 'string' }, plan: { type: 'string' } },
      required: ['name'],
    });
  });
});
