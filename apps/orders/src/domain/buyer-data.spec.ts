import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  buyerEmails,
  erasedContent,
  joinContent,
  normalEmail,
  partContent,
  sameRequest,
} from './buyer-data.js';
import { canonical } from './same-content.js';

const asked = {
  sellerFulfillmentOrderId: 'A-1',
  displayableOrderId: 'for Bertha',
  displayableOrderDate: '2026-01-02T03:04:05Z',
  displayableOrderComment: 'Happy birthday Bertha',
  shippingSpeedCategory: 'Standard',
  destinationAddress: {
    name: 'Bertha Buyer',
    addressLine1: '1 Elm Street',
    addressLine2: 'c/o Bertha',
    city: 'Berthatown',
    stateOrRegion: 'Bertha county',
    postalCode: '07102 Bertha',
    countryCode: 'US',
    phone: '+1 555 BERTHA',
  },
  deliveryPreferences: { deliveryInstructions: 'ask Bertha', dropOffLocation: { type: 'GARAGE' } },
  notificationEmails: ['Bertha@Example.com', 'bertha@example.com '],
  items: [
    { sellerSku: 'MUG', sellerFulfillmentOrderItemId: 'a', quantity: 2, giftMessage: 'for Bertha' },
    { sellerSku: 'CUP', sellerFulfillmentOrderItemId: 'b', quantity: 1 },
  ],
  paymentInformation: [
    { paymentTransactionId: 'Bertha pays', paymentMode: 'card', paymentDate: '2026-01-02T00:00:00Z' },
  ],
};

describe('partContent', () => {
  it('leaves in the open nothing that was said of the buyer', () => {
    const { clear } = partContent(asked);
    expect(JSON.stringify(clear).toLowerCase()).not.toContain('bertha');
    expect(clear).toEqual({
      sellerFulfillmentOrderId: 'A-1',
      displayableOrderDate: '2026-01-02T03:04:05Z',
      shippingSpeedCategory: 'Standard',
      destinationAddress: { countryCode: 'US' },
      items: [
        { sellerSku: 'MUG', sellerFulfillmentOrderItemId: 'a', quantity: 2 },
        { sellerSku: 'CUP', sellerFulfillmentOrderItemId: 'b', quantity: 1 },
      ],
    });
  });

  it('counts a field that nobody spoke of as the buyer’s', () => {
    expect(
      partContent({ marketplaceId: 'M', nickname: 'B', items: [{ sellerSku: 'X', engraving: 'B' }] }),
    ).toEqual({
      clear: { marketplaceId: 'M', items: [{ sellerSku: 'X' }] },
      buyer: { nickname: 'B', items: [{ engraving: 'B' }] },
    });
  });

  it('has nothing to seal of a registration', () => {
    const registration = {
      sellerId: 'S',
      sellerFulfillmentOrderId: 'A',
      signatureRequired: false,
      items: [{ sellerSku: 'X' }],
    };
    expect(partContent(registration).buyer).toBeUndefined();
  });

  it('is undone by joinContent, whatever the content (O-1)', () => {
    const names = fc.constantFrom(
      'marketplaceId',
      'destinationAddress',
      'countryCode',
      'items',
      'name',
      'sellerSku',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.array(tie('tree')),
        fc.dictionary(names, tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(names, tree), (content) => {
        const parted = JSON.parse(JSON.stringify(partContent(content))) as ReturnType<typeof partContent>;
        expect(canonical(joinContent(parted))).toBe(canonical(content));
        expect(partContent(parted.clear)).toEqual({ clear: parted.clear, buyer: undefined });
      }),
    );
  });
});

describe('erasedContent', () => {
  it('has what the model requires, and none of the buyer', () => {
    expect(erasedContent(partContent(asked).clear)).toMatchObject({
      sellerFulfillmentOrderId: 'A-1',
      displayableOrderId: 'ERASED',
      displayableOrderComment: 'ERASED',
      destinationAddress: { name: 'ERASED', addressLine1: 'ERASED', postalCode: 'ERASED', countryCode: 'US' },
    });
  });

  it('leaves a replay of the same create recognisable by what is left (O-1)', () => {
    const erased = { content: partContent(asked).clear, isErased: true };
    expect(sameRequest(erased, structuredClone(asked))).toBe(true);
    expect(sameRequest(erased, { ...asked, notificationEmails: [] })).toBe(true);
    expect(sameRequest(erased, { ...asked, items: [] })).toBe(false);
    expect(sameRequest({ content: asked, isErased: false }, { ...asked, notificationEmails: [] })).toBe(
      false,
    );
  });
});

describe('buyerEmails', () => {
  it('names each address once, in one spelling', () => {
    expect(buyerEmails(asked)).toEqual(['bertha@example.com']);
    expect(buyerEmails({})).toEqual([]);
  });

  it.each([
    ['B@X.org', 'b@x.org'],
    ['  b@x.org\t', 'b@x.org'],
    ['Bertha "B" Buyer <b@X.org>', 'b@x.org'],
    ['ｂ@x.org', 'b@x.org'],
    ['not an address', 'not an address'],
  ])('spells %j as %j', (given, normal) => expect(normalEmail(given)).toBe(normal));
});
