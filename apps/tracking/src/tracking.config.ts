import { serviceConfig, text, url, type ConfigOf, type ConfigSpec } from '#runtime';

const KEY_BYTES = 64;

/** What tracking reads beside the variables of every service; its numbers are policy (Words). */
export const trackingConfig = {
  /** Where buyers reach the door; absent: at the gateway's own address. */
  publicUrl: url('PUBLIC_URL', ['http:', 'https:'], {
    fallback: undefined,
    example: 'https://parcels.example.com',
  }),
  /** The first makes the links of tracking pages, all of them open theirs: put a new one before the old. */
  trackingLinkKeys: {
    ...text('TRACKING_LINK_KEYS', { secret: true, example: '86 random letters and digits (npm run keys)' }),
    read: linkKeys,
  },
} satisfies ConfigSpec;

const whole = () => ({ ...serviceConfig('tracking'), ...trackingConfig });
export type TrackingConfig = ConfigOf<ReturnType<typeof whole>>;

function linkKeys(value: string): Uint8Array[] {
  const keys = value.split(',').map((key) => new Uint8Array(Buffer.from(key.trim(), 'base64url')));
  if (keys.some((key) => key.length !== KEY_BYTES))
    throw new Error(
      `must be ${KEY_BYTES} random bytes as base64url; several, separated by commas, while one changes`,
    );
  return keys;
}
