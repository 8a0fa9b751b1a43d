import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { neverRemoved } from './scram-users.js';
import { WireReader, WireWriter } from './wire-bytes.js';

test('what is written is read again', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 0x7fffffff }),
      fc.string({ unit: 'grapheme' }),
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.string()),
      (number, text, bytes, list) => {
        const writer = new WireWriter();
        writer
          .uvarint(number)
          .string(text)
          .bytes(Buffer.from(bytes))
          .compactString(text)
          .int8(-3)
          .int16(-300)
          .int32(number);
        writer.compactArray(list, (one) => writer.compactString(one).noTags()).noTags();
        const reader = new WireReader(writer.done());
        expect(reader.uvarint()).toBe(number);
        expect(reader.string()).toBe(text);
        expect([...reader.bytes()]).toEqual([...bytes]);
        expect(reader.compactString()).toBe(text);
        expect([reader.int8(), reader.int16(), reader.int32()]).toEqual([-3, -300, number]);
        const again = reader.compactArray(() => {
          const one = reader.compactString();
          reader.skipTags();
          return one;
        });
        expect(again).toEqual(list);
        reader.skipTags();
        expect(() => reader.int8()).toThrow(/out of range/);
      },
    ),
  );
});

test('an unknown tag is skipped, and null is no empty string', () => {
  const tagged = new WireWriter().uvarint(1).uvarint(7).compactBytes(Buffer.alloc(0)).int8(5).done();
  // A tag's size is a plain varint, so the compact length 1 above is one byte that is skipped: the 5.
  const reader = new WireReader(tagged);
  reader.skipTags();
  expect(() => reader.int8()).toThrow(/out of range/);
  expect(new WireReader(new WireWriter().uvarint(0).done()).compactString()).toBeNull();
  expect(new WireReader(new WireWriter().int16(-1).done()).string()).toBeNull();
});

test('the user that is never removed comes first in every Java hash table', () => {
  let hash = 0;
  for (const char of neverRemoved) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) | 0;
  expect(hash).toBe(0);
});
