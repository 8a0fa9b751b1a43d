import { describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { TrackingLinks } from './tracking-links.js';

const key = (): Uint8Array => new Uint8Array(randomBytes(64));
const gatewayUrl = 'http://127.0.0.1:3000';
const links = (...trackingLinkKeys: Uint8Array[]) =>
  new TrackingLinks({ publicUrl: undefined, gatewayUrl, trackingLinkKeys });
const tokenIn = (link: string): string => link.slice(link.lastIndexOf('/') + 1);
const linked = { packageId: randomUUID(), sellerId: randomUUID() };

describe('the link of a tracking page (T-6)', () => {
  const own = key();
  const token = tokenIn(links(own).linkTo(linked));

  it('leads back to its package, and is the same each time', () => {
    expect(links(own).linkTo(linked)).toMatch(/^http:\/\/127\.0\.0\.1:3000\/t\/[\w-]{64}$/);
    expect(links(own).linkTo(linked)).toBe(links(own).linkTo(linked));
    expect(links(own).open(token)).toEqual(linked);
  });

  it('stands at the public address where there is one', () => {
    const config = { publicUrl: 'https://parcels.example.com', gatewayUrl, trackingLinkKeys: [own] };
    expect(new TrackingLinks(config).linkTo(linked)).toBe(`https://parcels.example.com/t/${token}`);
  });

  it('tells nothing of what it leads to', () => {
    const bytes = Buffer.from(token, 'base64url').toString('hex');
    for (const id of Object.values(linked)) expect(bytes).not.toContain(id.replaceAll('-', '').slice(0, 8));
    // The next package's link has nothing in common with it.
    const next = tokenIn(links(own).linkTo({ ...linked, packageId: randomUUID() }));
    const same = [...next].filter((sign, at) => sign === token[at]).length;
    expect(same).toBeLessThan(16);
  });

  it('is refused when any bit is another', () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(links(own).open(changed.toString('base64url'))).toBeUndefined();
    }
  });

  it('opens while the key changes, and no longer once it is gone', () => {
    const newer = key();
    expect(links(newer, own).open(token)).toEqual(linked);
    expect(tokenIn(links(newer, own).linkTo(linked))).not.toBe(token);
    expect(links(newer).open(token)).toBeUndefined();
  });

  it('is nothing that can be made up', () => {
    const made = fc.oneof(fc.string(), fc.stringMatching(/^[\w-]{64}$/), fc.uuid());
    fc.assert(fc.property(made, (text) => links(own).open(text) === undefined));
    expect(links(own).open(`${token}\n`)).toBeUndefined();
  });
});
