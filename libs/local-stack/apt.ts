import { readFile } from 'node:fs/promises';
import type { Report } from './report.js';
import { lastLines, runCommand } from './run-command.js';
import { StackProblem } from './stack-problem.js';

/** Whether we may install what is missing: as root on Debian or Ubuntu. */
export async function mayUseApt(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

export interface AptInstall {
  /** What lines to the user begin with. */
  part: string;
  /** What is missing, in words. */
  lacking: string;
  /** Asked once the lists are up to date. */
  packages: () => Promise<string[]> | string[];
  /** What the user can do when it fails. */
  otherwise: string;
}

/** @throws StackProblem with what apt-get said and what to do instead */
export async function aptInstall(wanted: AptInstall, report: Report): Promise<void> {
  const { part, lacking, packages, otherwise } = wanted;
  report(`${part.padEnd(9)} installing ${lacking} with apt-get (once, about a minute) ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = async (...args: string[]): Promise<void> => {
    const { code, output } = await runCommand('apt-get', args, { env });
    if (code !== 0)
      throw new StackProblem(
        `${lacking} could not be installed: apt-get ${args.join(' ')} failed:\n${lastLines(output, 4)}\n${otherwise}`,
      );
  };
  await apt('update', '-qq');
  await apt('install', '-y', '-qq', '--no-install-recommends', ...(await packages()));
}
