/**
 * A `pg_snapshot` taken apart. A transaction is visible in it when its id is below `xmax` and not in `xip`, or in
 * other words: what a snapshot has not seen is at or above `xmax`, or in `xip`.
 */
export interface Snapshot {
  text: string;
  xmax: string;
  xip: string[];
}

/** Reads `xmin:xmax:xip,xip`. */
export function readSnapshot(text: string): Snapshot {
  const [, xmax, xip] = text.split(':');
  if (xmax === undefined) throw new TypeError(`not a pg_snapshot: "${text}"`);
  return { text, xmax, xip: xip ? xip.split(',') : [] };
}
