import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { languageCodes, languages } from '../../apps/tracking/src/http/page/languages.js';
import type { Situation } from '../../apps/tracking/src/domain/situation.js';
import { packageId, SELLER } from '../../apps/tracking/test/heard.js';
import { openChromium } from '../../libs/testing/chromium.js';
import { ParcelWorld } from './parcel-world.js';
import { CASES, HOSTILE, STREET } from './parcels.js';

const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 900 };
const SCHEMES = ['light', 'dark'] as const;
/** Where screenshots go for a person to look at; none are made otherwise. */
const SHOTS = process.env.MAKEGOOD_TEST_SCREENSHOTS;

let world: ParcelWorld;
let browser: Browser;
let links: string[];

beforeAll(async () => {
  // Installing it may take a minute, once.
  browser = await openChromium();
  world = await ParcelWorld.open();
  links = await Promise.all(CASES.map((_, index) => world.link(index)));
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await world?.close();
}, 60_000);

let reader = 0;
/** Each test is another reader, for the limit by address. */
const from = (): Record<string, string> => ({ 'x-forwarded-for': `203.0.113.${(reader += 1) % 250}` });

async function onPage<T>(options: BrowserContextOptions, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ extraHTTPHeaders: from(), ...options });
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

async function violationsOn(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** What axe finds in every language, colour scheme and width, and what is wider than its window or refused. */
async function faultsOf(name: string, link: string): Promise<string[]> {
  const faults: string[] = [];
  await onPage({}, async (page) => {
    // A style that the policy of the page refuses would be told here; that a page is the one for 404 is as well.
    page.on('console', (message) => faults.push(...(message.text().includes('404') ? [] : [message.text()])));
    for (const language of languageCodes) {
      await page.goto(`${link}?lang=${language}`);
      await page.evaluate(axe.source);
      for (const colorScheme of SCHEMES)
        for (const viewport of [NARROW, WIDE]) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize(viewport);
          const shot = `${name}-${language}-${colorScheme}-${viewport.width}.png`;
          if (SHOTS) await page.screenshot({ path: `${SHOTS}/${shot}`, fullPage: true });
          faults.push(...(await violationsOn(page)).map((violation) => `${shot}: ${violation}`));
          const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
          if (wide > viewport.width) faults.push(`${shot}: ${wide} wide`);
        }
    }
  });
  return faults;
}

const read = (link: string, headers: Record<string, string> = {}) =>
  fetch(link, { headers: { ...from(), ...headers } });

describe('the page of a parcel (T-6)', () => {
  it.each(CASES.map(({ situation }, index) => [situation, index] as const))(
    '%s: axe finds nothing, in every language, colour and width',
    async (situation, index) => expect(await faultsOf(situation, links[index]!)).toEqual([]),
  );

  it('of a link that leads nowhere: neither', async () => {
    expect(await faultsOf('unknown', `${world.url}/t/nowhere`)).toEqual([]);
  });

  it.each(
    languageCodes.flatMap((code) => CASES.map(({ situation }, index) => [code, situation, index] as const)),
  )(
    'in %s, without JavaScript, says %s, its latest event first, and nothing hostile',
    (code, situation, index) =>
      onPage({ javaScriptEnabled: false, locale: code, timezoneId: 'Asia/Tokyo' }, async (page) => {
        await page.goto(links[index]!);
        const texts = languages[code];
        expect(await page.locator('html').getAttribute('lang')).toBe(texts.locale);
        expect(await page.locator('h1').textContent()).toBe(texts.situations[situation].title);
        const events = CASES[index]!.scans.toSorted((a, b) => b.at - a.at);
        const lines = await page.locator('.line li strong').allTextContents();
        expect(lines).toHaveLength(events.length + 1);
        expect(lines[0]).toContain(events[0] ? texts.events[events[0].code] : texts.shipped);
        expect(await page.locator('script, img, iframe, form').count()).toBe(0);
        const all = await page.content();
        expect(all).not.toContain(STREET);
        expect(all).not.toContain(SELLER);
        expect(all).not.toContain(packageId(index + 1));
      }),
  );

  const indexOf = (situation: Situation): number => CASES.findIndex((one) => one.situation === situation);

  it('shows what a carrier wrote as the text that it is, and says a reason once', () =>
    onPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(links[indexOf('delayed')]!);
      expect(await page.locator('.number').textContent()).toBe(HOSTILE);
      expect(await page.content()).not.toContain('<img src=x');
      await page.goto(links[indexOf('returning')]!);
      expect(await page.locator('.first strong').textContent()).toBe(languages.en.events.EVENT_407);
    }));

  it('tells times as they are at the destination, else in UTC, and says which', async () => {
    const pageOf = async (situation: Situation) => (await read(links[indexOf(situation)]!)).text();
    // 2026-01-20T16:48Z.
    expect(await pageOf('delivered')).toContain('Your parcel was delivered on January 20, 2026 at 11:48');
    expect(await pageOf('delivered')).toContain('Times are those of the destination (Eastern Time).');
    expect(await pageOf('late')).toContain('Times are in UTC');
    expect(await pageOf('moving')).toContain('Royal Mail Group plc');
    expect(await pageOf('out-for-delivery')).toContain(
      'href="https://www.ups.com/track?tracknum=1Z5R89390357567127"',
    );
  });

  it('is in the language that the browser asks for, and one link leads to the other', async () => {
    const answer = await read(links[0]!, { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' });
    expect(answer.headers.get('content-language')).toBe('zh');
    await onPage({ javaScriptEnabled: false, locale: 'zh-CN' }, async (page) => {
      await page.goto(links[0]!);
      await page.getByRole('link', { name: 'English' }).click();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
    });
  });
});

describe('the door of public pages', () => {
  it('says that nothing is to be loaded, kept, found or told on', async () => {
    const { status, headers } = await read(links[0]!);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-/),
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=60',
      vary: 'accept-language',
    });
    expect((await fetch(links[0]!, { method: 'HEAD', headers: from() })).status).toBe(200);
    expect((await fetch(links[0]!, { method: 'POST', headers: from() })).status).toBe(404);
  });

  it('has the same friendly page for whatever is no link', async () => {
    const token = links[0]!.slice(-64);
    const pages = await Promise.all(
      [
        'nowhere',
        packageId(1),
        `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
        'a'.repeat(150),
      ].map(async (key) => {
        const answer = await read(`${world.url}/t/${key}`);
        return [answer.status, answer.headers.get('cache-control'), await answer.text()] as const;
      }),
    );
    for (const one of pages)
      expect(one).toEqual([404, 'no-store', expect.stringContaining('No parcel here')]);
    expect(new Set(pages.map(([, , text]) => text)).size).toBe(1);
  });

  it.each([
    '/t/../internal/positions',
    '/t/..%2finternal%2fpositions',
    '/t/%2e%2e/internal/positions',
    '/t/x/../../internal/positions',
    '/t//internal/positions',
    '/t/..',
  ])('has no way inside: %s', async (path) => {
    // As it is: `fetch` would tidy it up first.
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request(world.url, { path, headers: from() }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on('error', reject).end();
    });
    expect([403, 404]).toContain(status);
  });

  it('lets nobody else in by the name of anyone', async () => {
    const anyone = world.tracking.as({ kind: 'anyone', id: 'anyone' });
    for (const path of [
      '/internal/positions',
      '/internal/accounting',
      `/packages/${packageId(1)}`,
      '/parked',
    ])
      expect([path, (await anyone('GET', path)).status]).toEqual([path, 403]);
    const direct = await fetch(links[0]!.replace(world.url, world.tracking.service.url));
    expect(direct.status).toBe(401);
  });

  it('gives each address so many pages a minute, and says when to come back', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.7' };
    const answers = await Promise.all(
      Array.from({ length: 125 }, () => fetch(`${world.url}/t/nowhere`, { headers })),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).toMatch(/^Too many pages .* try again in \d+ seconds\.\n$/);
    expect((await read(links[0]!)).status).toBe(200);
  });
});
