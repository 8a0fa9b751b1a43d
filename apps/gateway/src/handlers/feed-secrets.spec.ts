import { describe, expect, test } from '@jest/globals';
import { FeedSecrets, newFeedSecret } from './feed-secrets.js';

describe('a secret that must be read again', () => {
  test('opens with its key, for its purpose, unchanged', () => {
    const sealed = new FeedSecrets('first').seal('a secret', 'feed-1');
    expect(sealed.toString('latin1')).not.toContain('a secret');
    expect(new FeedSecrets('first').open(sealed, 'feed-1')).toBe('a secret');
    // The key changes: the new one seals, the old one still opens.
    expect(new FeedSecrets('second, first').open(sealed, 'feed-1')).toBe('a secret');
    expect(
      new FeedSecrets('first').open(new FeedSecrets('second,first').seal('b', 'f'), 'f'),
    ).toBeUndefined();
    expect(new FeedSecrets('second').open(sealed, 'feed-1')).toBeUndefined();
    expect(new FeedSecrets('first').open(sealed, 'feed-2')).toBeUndefined();
    sealed[sealed.length - 1]! ^= 1;
    expect(new FeedSecrets('first').open(sealed, 'feed-1')).toBeUndefined();
    expect(new FeedSecrets('first').open(Buffer.alloc(0), 'feed-1')).toBeUndefined();
  });

  test.each([[undefined], [''], [' , ']])('with no key (%j) nothing is sealed or opened', (keys) => {
    const secrets = new FeedSecrets(keys);
    expect(secrets.canSeal).toBe(false);
    expect(() => secrets.seal('a', 'b')).toThrow('FEED_SECRETS_KEYS');
    expect(secrets.open(Buffer.alloc(40), 'b')).toBeUndefined();
  });

  test('is one of Standard Webhooks', () => {
    expect(newFeedSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newFeedSecret()).not.toBe(newFeedSecret());
  });
});
