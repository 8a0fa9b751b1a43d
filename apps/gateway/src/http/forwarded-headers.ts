import { IDENTITY_HEADER } from '#runtime';

/** The client's own: for the door only. */
const STRIPPED = ['authorization', 'x-amz-access-token', 'cookie', 'x-amzn-requestid', 'forwarded'];

type Headers = Record<string, string | string[] | undefined>;

/** Headers for the service: the client's, without what is for the door, and without anything that looks internal. */
export function forwardedHeaders(headers: Headers, requestId: string, identity: string): Headers {
  const kept = Object.entries(headers).filter(
    ([name]) =>
      !STRIPPED.includes(name) && !name.startsWith('x-makegood-') && !name.startsWith('x-forwarded-'),
  );
  return { ...Object.fromEntries(kept), [IDENTITY_HEADER]: identity, 'x-amzn-requestid': requestId };
}
