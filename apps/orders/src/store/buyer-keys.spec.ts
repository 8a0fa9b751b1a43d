import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BuyerKeys, newBuyerKey } from './buyer-keys.js';
import type { Place } from './buyer-keys.js';

const place: Place = { sellerId: 'seller-1', orderId: 'order-1', part: 'asked' };
const [one, two] = [newBuyerKey(), newBuyerKey()];
const buyer = { name: 'Bertha' };

describe('BuyerKeys', () => {
  it('opens what it sealed, in its place', () => {
    const keys = BuyerKeys.parse(one);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
        const told = JSON.parse(JSON.stringify(content)) as object;
        expect(keys.open(place, keys.seal(place, told))).toEqual(told);
      }),
    );
  });

  it.each<[string, Partial<Place>]>([
    ['seller', { sellerId: 'seller-2' }],
    ['order', { orderId: 'order-2' }],
    ['part', { part: 'updated' }],
  ])('opens nothing that was put under another %s', (_, other) => {
    const keys = BuyerKeys.parse(one);
    const sealed = keys.seal(place, buyer);
    expect(() => keys.open({ ...place, ...other }, sealed)).toThrow(/was changed, or is not of this order/);
  });

  it('opens nothing that was changed, at any byte', () => {
    const keys = BuyerKeys.parse(one);
    const sealed = keys.seal(place, buyer);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => keys.open(place, changed)).toThrow(/buyer's data \(asked\) of order order-1/);
    }
  });

  it('seals the same twice as two texts, in which none of it can be read', () => {
    const keys = BuyerKeys.parse(one);
    const [a, b] = [keys.seal(place, buyer), keys.seal(place, buyer)];
    expect(a.equals(b)).toBe(false);
    expect(a.toString('latin1')).not.toContain('Bertha');
  });

  it('seals with the first key and opens with all', () => {
    const [old, both, young] = [one, `${two},${one}`, two].map((text) => BuyerKeys.parse(text));
    const sealed = old!.seal(place, buyer);
    expect(both!.open(place, sealed)).toEqual(buyer);
    expect(young!.open(place, both!.seal(place, buyer))).toEqual(buyer);
    expect(() => young!.open(place, sealed)).toThrow(
      `is under key ${old!.first.toString('hex')}, which is not here`,
    );
    expect(both!.has(old!.first)).toBe(true);
    expect(young!.has(old!.first)).toBe(false);
  });

  it('finds a buyer under every key, and not another seller’s', () => {
    const [old, both] = [one, `${two},${one}`].map((text) => BuyerKeys.parse(text));
    const digest = old!.digest('seller-1', 'b@x.org');
    expect(both!.digests('seller-1', 'b@x.org').some((found) => found.equals(digest))).toBe(true);
    expect(both!.digests('seller-2', 'b@x.org').some((found) => found.equals(digest))).toBe(false);
  });

  it.each([
    ['', 'key 1 is empty'],
    ['secret!', 'key 1 is not base64'],
    [Buffer.alloc(16).toString('base64'), 'key 1 has 16 bytes, not 32'],
    [`${one},`, 'key 2 is empty'],
    [`${one},${one}`, 'key 2 is given twice'],
    ['x!,AAAA', 'key 1 is not base64; key 2 has 3 bytes, not 32'],
  ])('refuses %j', (text, fault) => expect(() => BuyerKeys.parse(text)).toThrow(fault));

  it('takes base64 as openssl writes it', () => {
    expect(BuyerKeys.parse(Buffer.from(one, 'base64url').toString('base64')).first).toEqual(
      BuyerKeys.parse(one).first,
    );
  });
});
