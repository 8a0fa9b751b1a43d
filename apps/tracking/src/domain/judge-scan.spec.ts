import { describe, expect, it } from '@jest/globals';
import { editionM } from '#contracts';
import { judgeScan } from './judge-scan.js';

const scan = { occurredAt: 1_000_000, reportedAt: 1_000_000, content: 'x' };
const of = { carrierCode: 'UPS', sellerId: 's1', fulfillmentCenterId: 'FC1' };
const carrier = (carrierCodes?: string[]) => ({
  name: 'c',
  role: 'carrier' as const,
  scope: { carrierCodes },
});
const MINUTE = 60_000;

describe('who may report a scan (Words)', () => {
  it.each([
    ['a carrier, its package', carrier(['DHL', 'UPS']), of, true],
    ['a carrier, of another', carrier(['DHL']), of, false],
    ['a carrier, of no carrier at all', carrier(['UPS']), { ...of, carrierCode: undefined }, false],
    ['a carrier without a scope', carrier(), { ...of, carrierCode: undefined }, true],
    ['the network', { name: 'n', role: 'network' as const, scope: {} }, of, true],
    [
      'the network of other sellers',
      { name: 'n', role: 'network' as const, scope: { sellerIds: ['s2'] } },
      of,
      false,
    ],
    ['a warehouse', { name: 'w', role: 'warehouse' as const, scope: {} }, of, false],
    ['an order source', { name: 'o', role: 'order-source' as const, scope: {} }, of, false],
    ['nobody', undefined, of, false],
  ])('%s', (_name, speaker, spokenOf, may) => {
    const verdict = judgeScan(scan, speaker, spokenOf, undefined, editionM);
    expect(verdict).toMatchObject(may ? { accepted: true } : { accepted: false, refused: 'not-yours' });
  });
});

describe('what a report may claim', () => {
  it.each([
    [5 * MINUTE, true],
    [5 * MINUTE + 1, false],
    [-400 * 86_400_000, true],
  ])('%i ms ahead', (ahead, accepted) => {
    const claimed = { ...scan, occurredAt: scan.reportedAt + ahead };
    const verdict = judgeScan(claimed, carrier(), of, undefined, editionM);
    expect(verdict).toMatchObject(accepted ? { accepted } : { accepted, refused: 'claimed-in-future' });
  });

  it('is nothing new when it is the same, and impossible when it is another thing', () => {
    expect(judgeScan(scan, carrier(), of, { content: 'x' }, editionM)).toEqual({
      accepted: false,
      repeated: true,
    });
    const other = judgeScan(scan, carrier(), of, { content: 'y' }, editionM);
    expect(other).toMatchObject({ accepted: false, refused: 'conflicting-content' });
  });
});
