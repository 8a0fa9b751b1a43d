/** What one question may cost. */
const PATIENCE_MS = 30_000;
const ANSWER_LIMIT = 8 * 1024 * 1024;

/**
 * Asks a feed's address, which an operator has set, and nowhere else: a redirect is not followed.
 * @returns its JSON; undefined for 204, no news
 * @throws Error that says what the other side did, without its words
 */
export async function askFeed(
  url: string,
  authorization: string | undefined,
  stopped: AbortSignal,
): Promise<unknown> {
  const answer = await fetch(url, {
    headers: { accept: 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    redirect: 'manual',
    signal: AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), stopped]),
  });
  if (answer.status === 204) return undefined;
  if (answer.status !== 200) {
    await answer.body?.cancel();
    const redirected = answer.status >= 300 && answer.status < 400;
    throw new Error(
      `it answered ${answer.status}${redirected ? ': redirects are not followed; add the feed with the address itself' : ''}`,
    );
  }
  const text = await textOf(answer);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error('its answer is not JSON');
  }
}

async function textOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels what is still to come.
    if (size > ANSWER_LIMIT)
      throw new Error(`its answer has over ${ANSWER_LIMIT} bytes: let it give smaller pages`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
