import { describe, expect, test } from '@jest/globals';
import { faultsInFeed, type FeedRequest } from './feed.js';
import { nextPoll, pollStep, pollUrl, type PollCursor } from './feed-poll.js';

const good: FeedRequest = { publisher: 'ups', carrier: 'UPS', format: 'makegood' };
const poll = (url: string, more: object = {}) => ({ url, everySeconds: 60, ...more });

describe('a feed as the operator asks for it', () => {
  test.each<[string, object]>([
    ['with what it needs', {}],
    [
      'with everything',
      {
        calls: ['ups'],
        timeZone: 'America/New_York',
        secret: 'x'.repeat(16),
        poll: poll('https://api.example/scans?x=1', { authorization: 'Bearer x' }),
      },
    ],
    ['every 10 s', { poll: poll('https://api.example', { everySeconds: 10 }) }],
    ['once a day', { poll: poll('https://api.example', { everySeconds: 86_400 }) }],
    ['on this machine, plainly', { poll: poll('http://127.0.0.1:9/x') }],
    ['a carrier with a dot', { carrier: 'DHL.express_2-x' }],
  ])('%s', (_, more) => {
    expect(faultsInFeed({ ...good, ...more })).toEqual([]);
  });

  test.each<[string, object, RegExp]>([
    ['a carrier that is a path', { carrier: '../x' }, /^carrier/],
    ['a carrier that is hidden', { carrier: '.x' }, /^carrier/],
    ['a carrier of 65', { carrier: 'x'.repeat(65) }, /^carrier/],
    ['another format', { format: 'xml' }, /^format: must be one of makegood, aftership, easypost/],
    ['a zone that is none', { timeZone: '+02:00' }, /^timeZone/],
    ['a secret of 15', { secret: 'x'.repeat(15) }, /^secret/],
    ['no names', { calls: [] }, /^calls/],
    [
      'AfterShip, asked',
      { format: 'aftership', poll: poll('https://api.example') },
      /^poll: AfterShip pushes/,
    ],
    ['every 9 s', { poll: poll('https://api.example', { everySeconds: 9 }) }, /^poll\.everySeconds/],
    [
      'every 86,401 s',
      { poll: poll('https://api.example', { everySeconds: 86_401 }) },
      /^poll\.everySeconds/,
    ],
    ['no URL', { poll: poll('scans') }, /^poll\.url: must be a URL/],
    ['plainly, elsewhere', { poll: poll('http://api.example') }, /^poll\.url: must begin with https/],
    ['a file', { poll: poll('file:///etc/passwd') }, /^poll\.url: must begin with https/],
    [
      'a name that only begins like this machine',
      { poll: poll('http://127.0.0.1.example') },
      /^poll\.url: must begin with https/,
    ],
    ['where clouds keep credentials', { poll: poll('https://169.254.169.254/latest') }, /link-local/],
    ['the same as a number', { poll: poll('https://2852039166/latest') }, /link-local/],
    ['the same in IPv6', { poll: poll('https://[::ffff:169.254.169.254]/') }, /link-local/],
    ['link-local IPv6', { poll: poll('https://[fe80::1]/') }, /link-local/],
    ['a password in it', { poll: poll('https://key:@api.example') }, /authorization/],
    [
      'a header with a line break',
      { poll: poll('https://api.example', { authorization: 'a\r\nb: c' }) },
      /^poll\.authorization/,
    ],
    ['a list of nothing', { poll: 7 }, /^poll: must be an object/],
  ])('%s', (_, more, fault) => {
    expect(faultsInFeed({ ...good, ...more })).toEqual([expect.stringMatching(fault)]);
  });

  test('every fault at once', () => {
    expect(faultsInFeed({ poll: {} })).toHaveLength(5);
  });
});

describe('asking a feed', () => {
  test.each<[string, FeedRequest['format'], PollCursor, string]>([
    ['https://a.example/x?y=1', 'makegood', null, 'https://a.example/x?y=1'],
    ['https://a.example/x?y=1', 'makegood', { cursor: 'a b' }, 'https://a.example/x?y=1&cursor=a+b'],
    ['https://a.example/v2/trackers', 'easypost', null, 'https://a.example/v2/trackers?page_size=100'],
    [
      'https://a.example/v2/trackers?page_size=5',
      'easypost',
      { since: 1, beforeId: 'trk_1' },
      'https://a.example/v2/trackers?page_size=5&before_id=trk_1',
    ],
  ])('%s as %s at %j: %s', (url, format, cursor, asked) => {
    expect(pollUrl(url, format, cursor)).toBe(asked);
  });

  test.each<[string, unknown, PollCursor, PollCursor, boolean]>([
    ['a list: there is no cursor', [{}], null, null, false],
    [
      'a new cursor with reports: there may be more',
      { reports: [{}], cursor: '2' },
      { cursor: '1' },
      { cursor: '2' },
      true,
    ],
    ['the same cursor', { reports: [{}], cursor: '1' }, { cursor: '1' }, { cursor: '1' }, false],
    ['a new cursor without reports', { reports: [], cursor: '2' }, { cursor: '1' }, { cursor: '2' }, false],
    ['no cursor any more: the last one stays', { reports: [] }, { cursor: '1' }, { cursor: '1' }, false],
  ])('our own: %s', (_, body, before, after, more) => {
    expect(pollStep(body, 'makegood', before)).toEqual({ body, cursor: after, more });
  });

  test('EasyPost: a walk through all pages takes what has changed since the walk before', () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 8, minute)).toISOString();
    const ms = (minute: number) => Date.parse(at(minute));
    const [a, b, c] = [
      { id: 'a', updated_at: at(30) },
      { id: 'b', updated_at: at(10) },
      { id: 'c', updated_at: at(40) },
    ];
    const first = pollStep({ trackers: [a, b], has_more: true }, 'easypost', null);
    expect(first).toEqual({
      body: { trackers: [a, b] },
      cursor: { since: 0, newest: ms(30), beforeId: 'b' },
      more: true,
    });
    const second = pollStep({ trackers: [c], has_more: false }, 'easypost', first.cursor);
    expect(second).toEqual({
      body: { trackers: [c] },
      cursor: { since: ms(30), newest: ms(40) },
      more: false,
    });
    // c stands last, was updated last, and is taken again; b is not.
    const again = pollStep({ trackers: [a, b, c], has_more: false }, 'easypost', second.cursor);
    expect(again.body).toEqual({ trackers: [a, c] });
    // A tracker that does not say when it was updated is never passed over.
    const odd = { id: 'd' };
    expect(pollStep({ trackers: [b, odd], has_more: false }, 'easypost', second.cursor).body).toEqual({
      trackers: [odd],
    });
    // The same page again is no more.
    expect(pollStep({ trackers: [b], has_more: true }, 'easypost', { beforeId: 'b' }).more).toBe(false);
    expect(pollStep({ error: 1 }, 'easypost', null)).toEqual({
      body: { error: 1 },
      cursor: null,
      more: false,
    });
  });

  test.each<[number, number, number, number]>([
    [0, 60, 0.5, 60_000],
    [1, 60, 0, 60_000],
    [1, 60, 1, 120_000],
    [2, 60, 0, 120_000],
    [6, 60, 1, 3_600_000],
    [100, 60, 0, 1_800_000],
    [100, 60, 1, 3_600_000],
    [3, 86_400, 1, 86_400_000],
  ])('after %i failures, every %i s, at random %d: in %i ms', (failures, every, random, wait) => {
    expect(nextPoll(1_000, every, failures, random)).toBe(1_000 + wait);
  });
});
