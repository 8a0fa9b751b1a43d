import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { contracts } from '#contracts';

type Document = {
  channels: Record<string, { messages: Record<string, unknown> }>;
  operations: Record<string, { action: string }>;
};

const load = (path: string): object => JSON.parse(readFileSync(path, 'utf8')) as object;
const published = load(
  createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json'),
);
const document = load(join(import.meta.dirname, '../../docs/asyncapi.json')) as Document;

const ajv = new Ajv({ strict: false, validateSchema: false, logger: false });
addFormats.default(ajv);
const validate = ajv.compile(published);

test('docs/asyncapi.json is an AsyncAPI 3 document', () => {
  expect([validate(document), validate.errors]).toEqual([true, null]);
});

test('and the schema would notice if it were none', () => {
  const operations = {
    ...document.operations,
    planted: { ...document.operations['orders.publishes'], action: 'shout' },
  };
  expect(validate({ ...document, operations })).toBe(false);
});

test('every contract travels on exactly one channel', () => {
  const carried = Object.values(document.channels).flatMap(({ messages }) => Object.keys(messages));
  const declared = contracts().map(({ kind, name }) => (kind === 'report' ? `report.${name}` : name));
  expect(carried.toSorted()).toEqual(declared.toSorted());
});
