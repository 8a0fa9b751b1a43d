import { aessiv } from '@noble/ciphers/aes.js';
import type { TrackingConfig } from '../tracking.config.js';

/** Whose parcel a link leads to: with the seller, so that row-level security holds for readers without a login too. */
export interface Linked {
  packageId: string;
  sellerId: string;
}

const PURPOSE = new TextEncoder().encode('makegood tracking page');
const TOKEN = /^[\w-]{64}$/;

/**
 * The links of tracking pages (T-6). A token is the package's and the seller's ids under AES-SIV (RFC 5297): the same
 * package has the same link for ever and nothing is stored for it; without the key nobody reads, makes or changes a
 * token (128 bits), and a made-up one is refused before anything is looked up.
 */
export class TrackingLinks {
  private readonly base: string;
  private readonly keys: readonly Uint8Array[];

  constructor({ publicUrl, gatewayUrl, trackingLinkKeys }: LinkConfig) {
    this.base = publicUrl ?? gatewayUrl;
    this.keys = trackingLinkKeys;
  }

  linkTo(linked: Linked): string {
    return `${this.base}/t/${this.tokenOf(linked)}`;
  }

  /** Whose it is; nothing when it is no token of ours. */
  open(token: string): Linked | undefined {
    if (!TOKEN.test(token)) return undefined;
    const sealed = Buffer.from(token, 'base64url');
    for (const key of this.keys) {
      const opened = unsealed(key, sealed);
      if (opened) return { packageId: uuidOf(opened.subarray(0, 16)), sellerId: uuidOf(opened.subarray(16)) };
    }
    return undefined;
  }

  private tokenOf({ packageId, sellerId }: Linked): string {
    const [key] = this.keys;
    if (!key) throw new Error('there is no key for links');
    const sealed = aessiv(key, PURPOSE).encrypt(bytesOf(packageId + sellerId));
    return Buffer.from(sealed).toString('base64url');
  }
}

type LinkConfig = Pick<TrackingConfig, 'publicUrl' | 'gatewayUrl' | 'trackingLinkKeys'>;

function unsealed(key: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  try {
    return aessiv(key, PURPOSE).decrypt(new Uint8Array(sealed));
  } catch {
    // Of another key, or made up.
    return undefined;
  }
}

function bytesOf(uuids: string): Uint8Array {
  return new Uint8Array(Buffer.from(uuids.replaceAll('-', ''), 'hex'));
}

function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex);
}
