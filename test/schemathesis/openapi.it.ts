import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operatorRoles, publisherRoles, sellerRoles } from '#contracts';
import { Shop } from '../clients/shop.js';
import { writeDocument } from './document.js';
import { ensureSchemathesis } from './ensure-schemathesis.js';
import { fuzz } from './fuzz.js';
import { everyPrincipal } from './principals.js';

const SEED = 20_200_701;
/** Who gets furthest of its kind: asked everything. The others differ from them in what they are refused. */
const THOROUGH = ['owner', 'admin', 'network'];

const folder = mkdtempSync(join(tmpdir(), 'makegood-schemathesis-'));
let shop: Shop;
let st: string;
let tokens: ReadonlyMap<string, string>;
let operations: number;

beforeAll(async () => {
  st = await ensureSchemathesis((line) => void process.stderr.write(`${line}\n`));
  shop = await Shop.open();
  tokens = new Map((await everyPrincipal(shop)).map(({ role, token }) => [role, token]));
  operations = await writeDocument(shop.url, join(folder, 'document.json'));
}, 300_000);
afterAll(async () => {
  await shop?.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('every operation of the OpenAPI documents, through the door: no server error, no answer outside of them', () => {
  it.each(THOROUGH)(
    'as %s',
    async (role) => {
      const phases = ['coverage', 'fuzzing'] as const;
      const { failures, requests } = await fuzz({
        st,
        url: shop.url,
        folder,
        token: tokens.get(role)!,
        seed: SEED,
        phases,
        examples: 3,
      });
      expect(failures).toBe('');
      expect(requests).toBeGreaterThan(operations);
    },
    180_000,
  );

  it.each([...sellerRoles, ...operatorRoles, ...publisherRoles].filter((role) => !THOROUGH.includes(role)))(
    'as %s',
    async (role) => {
      const { failures, requests } = await fuzz({
        st,
        url: shop.url,
        folder,
        token: tokens.get(role)!,
        seed: SEED,
        phases: ['fuzzing'],
        examples: 2,
      });
      expect(failures).toBe('');
      expect(requests).toBeGreaterThanOrEqual(operations);
    },
    60_000,
  );

  it('as a stranger', async () => {
    const { failures } = await fuzz({
      st,
      url: shop.url,
      folder,
      seed: SEED,
      phases: ['fuzzing'],
      examples: 2,
    });
    expect(failures).toBe('');
  }, 60_000);
});
