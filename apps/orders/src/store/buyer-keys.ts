import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Whose data it is: sealed data opens in this place only, so rows cannot be swapped. */
export interface Place {
  sellerId: string;
  orderId: string;
  /** As first asked for, or as the last update made it. */
  part: 'asked' | 'updated';
}

const KEY_BYTES = 32;
// A sealed value: version, key id, nonce, ciphertext, tag.
const VERSION = 1;
const ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD = 1 + ID_BYTES + NONCE_BYTES;

/** One key, and what follows from it: its own bytes seal nothing. */
interface Key {
  id: Buffer;
  seal: Buffer;
  digest: Buffer;
}

/**
 * The keys of buyers' data. The first seals and all open, so a key is changed without a stop: add the new one at the
 * end, put it first, re-encrypt, take the old one away.
 */
export class BuyerKeys {
  private constructor(private readonly keys: readonly [Key, ...Key[]]) {}

  /** Reads `BUYER_DATA_KEYS`: keys of 32 random bytes in base64 or base64url, separated by commas. Throws every fault. */
  static parse(text: string): BuyerKeys {
    const secrets = text.split(',').map((key) => key.trim());
    const faults = secrets.flatMap((secret, index) => {
      const fault = faultOf(secret) ?? (secrets.indexOf(secret) < index ? 'is given twice' : undefined);
      return fault === undefined ? [] : [`key ${index + 1} ${fault}`];
    });
    if (faults.length > 0) throw new Error(`has unusable keys: ${faults.join('; ')}`);
    const [first, ...others] = secrets.map((secret) => derive(Buffer.from(secret, 'base64')));
    return new BuyerKeys([first!, ...others]);
  }

  /** The id of the key that seals. */
  get first(): Buffer {
    return this.keys[0].id;
  }

  has(id: Buffer): boolean {
    return this.keys.some((key) => key.id.equals(id));
  }

  /** AES-256-GCM under the first key, bound to the place. */
  seal(place: Place, buyer: object): Buffer {
    const key = this.keys[0];
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key.seal, nonce).setAAD(boundTo(place));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(buyer)), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), key.id, nonce, sealed, cipher.getAuthTag()]);
  }

  /** Throws when the key is not here, or when this is not what was sealed for that place. */
  open(place: Place, sealed: Buffer): object {
    const id = sealed.subarray(1, 1 + ID_BYTES);
    const key = this.keys.find((one) => one.id.equals(id));
    if (sealed[0] !== VERSION || !key)
      throw new Error(`${whatOf(place)} is under key ${id.toString('hex')}, which is not here`);
    const decipher = createDecipheriv('aes-256-gcm', key.seal, sealed.subarray(1 + ID_BYTES, HEAD), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(place)).setAuthTag(sealed.subarray(-TAG_BYTES));
    try {
      const text = Buffer.concat([decipher.update(sealed.subarray(HEAD, -TAG_BYTES)), decipher.final()]);
      return JSON.parse(text.toString()) as object;
    } catch {
      throw new Error(`${whatOf(place)} was changed, or is not of this order`);
    }
  }

  /** By which a buyer is found: a keyed digest per seller, so that two sellers' buyers cannot be compared. */
  digest(sellerId: string, email: string): Buffer {
    return digestUnder(this.keys[0], sellerId, email);
  }

  /** The same under every key: what is not re-encrypted yet is found as well. */
  digests(sellerId: string, email: string): Buffer[] {
    return this.keys.map((key) => digestUnder(key, sellerId, email));
  }
}

/** How to make a key. */
export const newBuyerKey = (): string => randomBytes(KEY_BYTES).toString('base64url');

function faultOf(secret: string): string | undefined {
  if (secret === '') return 'is empty';
  if (!/^[A-Za-z0-9+/_-]+=*$/.test(secret)) return 'is not base64';
  const { length } = Buffer.from(secret, 'base64');
  return length === KEY_BYTES ? undefined : `has ${length} bytes, not ${KEY_BYTES}`;
}

function derive(secret: Buffer): Key {
  const from = (use: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, '', `makegood buyer data: ${use}`, bytes));
  return { id: from('id', ID_BYTES), seal: from('seal', KEY_BYTES), digest: from('digest', KEY_BYTES) };
}

function digestUnder({ digest }: Key, sellerId: string, email: string): Buffer {
  return createHmac('sha256', digest).update(`${sellerId} ${email}`).digest();
}

function boundTo({ sellerId, orderId, part }: Place): Buffer {
  return Buffer.from(`${sellerId} ${orderId} ${part}`);
}

function whatOf({ orderId, part }: Place): string {
  return `the buyer's data (${part}) of order ${orderId}`;
}
