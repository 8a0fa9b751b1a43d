/** An OAuth error: `{error, error_description}` (RFC 6749, 5.2). */
export class OAuthError extends Error {
  constructor(
    readonly status: 400 | 401 | 503,
    readonly error:
      | 'invalid_request'
      | 'invalid_client'
      | 'invalid_grant'
      | 'invalid_scope'
      | 'unsupported_grant_type'
      | 'unsupported_token_type'
      | 'temporarily_unavailable',
    description: string,
  ) {
    super(description);
  }
}

/** Access tokens are the longest. */
const MOST_LENGTH = 4_096;

/** Texts of a request, each of which must be there. @throws OAuthError that names all that are missing */
export function textsOf<F extends string>(
  request: Partial<Record<F, unknown>>,
  fields: readonly F[],
): Record<F, string> {
  const faults = fields.filter((field) => {
    const value: unknown = request[field];
    return typeof value !== 'string' || value === '' || value.length > MOST_LENGTH || value.includes('\0');
  });
  if (faults.length > 0)
    throw new OAuthError(
      400,
      'invalid_request',
      `Missing, or not a text of at most ${MOST_LENGTH} characters: ${faults.join(', ')}`,
    );
  return request as Record<F, string>;
}
