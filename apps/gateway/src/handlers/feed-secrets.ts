import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Of Standard Webhooks: 24 to 64 random bytes. */
const SECRET_BYTES = 32;
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A secret as it is shown once. */
export const newFeedSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

/**
 * Keeps what must be read again to check a signature, and so cannot be kept as a hash: sealed with AES-256-GCM, by a
 * key that is not in the database. Several keys while one changes: the first seals, all open.
 */
export class FeedSecrets {
  private readonly keys: readonly Buffer[];

  /** @param keys long random texts, separated by commas; undefined: nothing can be sealed */
  constructor(keys: string | undefined) {
    this.keys = (keys ?? '')
      .split(',')
      .map((key) => key.trim())
      .filter((key) => key !== '')
      .map((key) => Buffer.from(hkdfSync('sha256', key, '', 'makegood feed secrets', KEY_BYTES)));
  }

  get canSeal(): boolean {
    return this.keys.length > 0;
  }

  /** @param purpose what opens it must say the same: a value moved to another row does not open */
  seal(text: string, purpose: string): Buffer {
    const [key] = this.keys;
    if (key === undefined) throw new Error('FEED_SECRETS_KEYS is not set');
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(
      Buffer.from(purpose),
    );
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /** @returns nothing when no key of ours has sealed it for this purpose */
  open(sealed: Buffer, purpose: string): string | undefined {
    const [iv, tag] = [sealed.subarray(0, IV_BYTES), sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
    for (const key of this.keys) {
      try {
        const cipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(purpose))
          .setAuthTag(tag);
        return Buffer.concat([cipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), cipher.final()]).toString(
          'utf8',
        );
      } catch {
        // Sealed by another key: the next one may open it.
      }
    }
    return undefined;
  }
}
