import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { check, contractOfType, contracts } from '#contracts';

// Messages of every released version. They lie in topics and outboxes somewhere: they must be accepted for ever.
const folder = join(import.meta.dirname, 'golden');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const typeOf = (file: string): string => file.replace(/-\d{3}\.json$/, '');

interface Golden {
  readonly about: string;
  readonly key: string;
  readonly subject: string;
  readonly data: object;
}

const read = (file: string): string => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');

test('no golden file was changed or removed, and each is listed', () => {
  const listed = read('SHA256SUMS').trim().split('\n');
  const found = files.map((file) => `${createHash('sha256').update(read(file)).digest('hex')}  ${file}`);
  // A released message never changes. New fields get a file with the next number and a line here; a new meaning
  // gets a new version of the contract.
  expect(found.toSorted()).toEqual(listed.toSorted());
});

test('every contract has golden messages, and no golden message lost its contract', () => {
  expect([...new Set(files.map(typeOf))].toSorted()).toEqual(contracts().map(({ type }) => type));
});

describe.each(files)('%s', (file) => {
  const messages = JSON.parse(read(file)) as Golden[];

  test.each(messages.map((message) => [message.about, message] as const))(
    '%s',
    (_about, { data, key, subject }) => {
      const contract = contractOfType(typeOf(file));
      expect(check(typeOf(file), data)).toEqual([]);
      // Another key is another partition, another subject another order: both are part of what was released.
      expect([contract?.key(data), contract?.subject(data)]).toEqual([key, subject]);
    },
  );
});
