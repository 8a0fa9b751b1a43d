/** A segment that a URL parser takes for "here" or "one up", however it is spelled. */
const DOTS = /^(?:\.|%2e){1,2}$/i;

/**
 * Whether a path could name another thing to the service than to the door: dot segments in any spelling, backslashes
 * (which URL parsers take for slashes), control characters, and what no percent decoder can read. No id needs them; a
 * slash in an id (`%2F`) stays one.
 */
export function isOddPath(url: string): boolean {
  const path = url.split('?', 1)[0] ?? '';
  if (path.includes('\\') || /%5c/i.test(path)) return true;
  if (path.split(/\/|%2f/i).some((segment) => DOTS.test(segment))) return true;
  try {
    return /\p{Cc}/u.test(decodeURIComponent(path));
  } catch {
    return true;
  }
}
