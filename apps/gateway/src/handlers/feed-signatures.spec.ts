import { describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { FeedFormat } from '../domain/feed.js';
import { isSigned, type SignedMessage } from './feed-signatures.js';

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ok!').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another one of thirty-two bytes!').toString('base64')}`;
const NOW = Date.UTC(2026, 0, 5, 8, 30, 0, 999);
const SECONDS = Math.floor(NOW / 1000);
const PATH = '/carriers/UPS/webhook';
const BODY = Buffer.from('{"a":"é"}');

/** As the reference library of Standard Webhooks signs: not our own code. */
const sign = (secret: string, id: string, seconds: number, body = BODY): string =>
  new Webhook(secret).sign(id, new Date(seconds * 1000), body.toString());
const message = (headers: Record<string, string>, body = BODY): SignedMessage => ({
  method: 'POST',
  path: PATH,
  headers,
  body,
});
const standard = (more: Record<string, string> = {}, seconds = SECONDS) =>
  message({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': sign(SECRET, 'msg_1', seconds),
    ...more,
  });
const check = (one: SignedMessage, secrets = [SECRET], format: FeedFormat = 'makegood', now = NOW) =>
  isSigned(one, format, secrets, now);

describe('Standard Webhooks', () => {
  test.each<[number, boolean]>([
    [-301, false],
    [-300, true],
    [-299, true],
    [0, true],
    [299, true],
    [300, true],
    [301, false],
  ])('a clock that is %i s off: %s', (off, good) => {
    expect(check(standard({}, SECONDS + off))).toBe(good);
  });

  test.each<[string, SignedMessage, boolean]>([
    ['as it was sent', standard(), true],
    ['one byte more', { ...standard(), body: Buffer.from('{"a":"é"} ') }, false],
    ['another id', standard({ 'webhook-id': 'msg_2' }), false],
    ['another second', standard({ 'webhook-timestamp': String(SECONDS + 1) }), false],
    ['no id', standard({ 'webhook-id': '' }), false],
    ['a timestamp with words', standard({ 'webhook-timestamp': `${SECONDS}x` }), false],
    ['a timestamp in exponents', standard({ 'webhook-timestamp': '1e9' }), false],
    ['no signature', standard({ 'webhook-signature': '' }), false],
    ['nothing at all', message({}), false],
    [
      'another version only',
      standard({ 'webhook-signature': standardSignature().replace('v1,', 'v1a,') }),
      false,
    ],
    ['among others', standard({ 'webhook-signature': `v1a,xx v1,AAAA ${standardSignature()}` }), true],
    [
      'after eight others',
      standard({ 'webhook-signature': `${'v1,AAAA '.repeat(8)}${standardSignature()}` }),
      false,
    ],
    ['cut short', standard({ 'webhook-signature': standardSignature().slice(0, -1) }), false],
  ])('%s', (_, one, good) => {
    expect(check(one)).toBe(good);
  });

  test('while a secret changes both count, and no third', () => {
    const bySecond = standard({ 'webhook-signature': sign(OTHER, 'msg_1', SECONDS) });
    expect(check(bySecond)).toBe(false);
    expect(check(bySecond, [SECRET, OTHER])).toBe(true);
    expect(check(standard(), [OTHER, SECRET])).toBe(true);
    expect(check(standard(), [])).toBe(false);
  });

  // Its text would be the same: the reference library signs a text, and takes these two for one.
  test('the bytes count, not what they read as', () => {
    const [a, b] = [Buffer.from([0x22, 0xff, 0x22]), Buffer.from([0x22, 0xfe, 0x22])];
    const right = createHmac('sha256', Buffer.from(SECRET.slice(6), 'base64'))
      .update(`msg_1.${SECONDS}.`)
      .update(a)
      .digest('base64');
    const headers = { 'webhook-signature': `v1,${right}` };
    expect(check({ ...standard(headers), body: a })).toBe(true);
    expect(check({ ...standard(headers), body: b })).toBe(false);
    expect(sign(SECRET, 'msg_1', SECONDS, a)).toBe(sign(SECRET, 'msg_1', SECONDS, b));
  });

  test('every format takes it, with a secret of ours', () => {
    expect(check(standard(), [SECRET], 'aftership')).toBe(true);
    expect(check(standard(), [SECRET], 'easypost')).toBe(true);
    expect(check(standard(), ['a secret of AfterShip’s own'], 'aftership')).toBe(false);
  });
});

describe('AfterShip’s own', () => {
  const own = 'b7e12f8c-aftership-secret';
  const signature = createHmac('sha256', own).update(BODY).digest('base64');
  test.each<[string, Record<string, string>, FeedFormat, boolean]>([
    ['as it was sent', { 'aftership-hmac-sha256': signature }, 'aftership', true],
    [
      'another',
      { 'aftership-hmac-sha256': `A${signature.slice(1)}` },
      'aftership',
      signature.startsWith('A'),
    ],
    ['none', {}, 'aftership', false],
    ['to a feed of another format', { 'aftership-hmac-sha256': signature }, 'makegood', false],
    [
      'with a header of Standard Webhooks',
      { 'aftership-hmac-sha256': signature, 'webhook-id': '1' },
      'aftership',
      false,
    ],
  ])('%s', (_, headers, format, good) => {
    expect(check(message(headers), [own], format)).toBe(good);
  });
});

describe('EasyPost’s own', () => {
  const own = 'ﬁve-words-as-a-secret';
  const key = own.normalize('NFKD');
  const hex = (text: string | Buffer) => createHmac('sha256', key).update(text).digest('hex');
  const v1 = { 'x-hmac-signature': `hmac-sha256-hex=${hex(BODY)}` };
  const v2 = (timestamp: string, path = PATH) => ({
    'x-timestamp': timestamp,
    'x-path': path,
    'x-hmac-signature-v2': `hmac-sha256-hex=${hex(Buffer.concat([Buffer.from(`${timestamp}POST${path}`), BODY]))}`,
  });
  const iso = (off: number) => new Date((SECONDS + off) * 1000).toISOString();
  test.each<[string, Record<string, string>, boolean]>([
    ['the body', v1, true],
    ['another body', { 'x-hmac-signature': `hmac-sha256-hex=${hex('{}')}` }, false],
    ['without its prefix', { 'x-hmac-signature': hex(BODY) }, false],
    ['none', {}, false],
    ['time, path and body', v2(iso(0)), true],
    ['the time as HTTP writes it', v2(new Date(SECONDS * 1000).toUTCString()), true],
    ['the time as a number', v2(String(SECONDS)), true],
    ['300 s early', v2(iso(-300)), true],
    ['301 s early', v2(iso(-301)), false],
    ['300 s ahead', v2(iso(300)), true],
    ['301 s ahead', v2(iso(301)), false],
    ['no time', v2('whenever'), false],
    ['a longer path, before a proxy', v2(iso(0), `/api${PATH}`), true],
    ['another path', v2(iso(0), '/carriers/FEDEX/webhook'), false],
    ['both, and the second is wrong: no way round it', { ...v1, ...v2(iso(-301)) }, false],
  ])('%s', (_, headers, good) => {
    expect(check(message(headers), [own], 'easypost')).toBe(good);
  });
});

function standardSignature(): string {
  return sign(SECRET, 'msg_1', SECONDS);
}
