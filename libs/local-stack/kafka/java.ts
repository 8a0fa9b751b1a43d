import { join } from 'node:path';
import { aptInstall, mayUseApt } from '../apt.js';
import { runCommand } from '../run-command.js';
import { StackProblem } from '../stack-problem.js';
import type { Report } from '../report.js';

export const leastJava = 17;

export interface Java {
  /** The program to run. */
  path: string;
  /** As it says itself, e.g. "17.0.15". */
  version: string;
  home: string | undefined;
}

const alternatives =
  'Then run the command again. Or use servers that exist: set KAFKA_BROKERS and DATABASE_URL. ' +
  'Or run all in containers: docker compose up';

/** Java 17 or later: JAVA_HOME, then PATH, then installed where we may. Maven too when `withMaven`. */
export async function ensureJava(env: NodeJS.ProcessEnv, withMaven: boolean, report: Report): Promise<Java> {
  const found = await findJava(env);
  const hasMaven = !withMaven || (await findMaven(env)) !== undefined;
  if (found !== undefined && hasMaven) return found;
  const lacking = [...(found ? [] : [`Java ${leastJava} or later`]), ...(hasMaven ? [] : ['Maven'])].join(
    ' and ',
  );
  if (!(await mayUseApt()))
    throw new StackProblem(
      `The local Kafka needs ${lacking}, not found here. Install it (${howToInstall()}). ${alternatives}`,
    );
  await installWithApt(lacking, found === undefined, !hasMaven, report);
  const installed = await findJava(env);
  if (installed === undefined || (withMaven && (await findMaven(env)) === undefined))
    throw new StackProblem(
      `apt-get installed ${lacking}, but it is still not found in PATH. ${alternatives}`,
    );
  return installed;
}

export async function findMaven(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return (await runCommand('mvn', ['--version'], { env })).code === 0 ? 'mvn' : undefined;
}

async function findJava(env: NodeJS.ProcessEnv): Promise<Java | undefined> {
  const home = env['JAVA_HOME'];
  for (const [path, at] of [
    ...(home ? [[join(home, 'bin', 'java'), home] as const] : []),
    ['java', undefined] as const,
  ]) {
    const { code, output } = await runCommand(path, ['-version'], { env });
    const version = code === 0 ? javaVersion(output) : undefined;
    if (version !== undefined && version.major >= leastJava) return { path, version: version.full, home: at };
  }
  return undefined;
}

/** Reads what `java -version` prints: `openjdk version "17.0.15" 2025-04-15`, or `"1.8.0_442"` of old. */
export function javaVersion(text: string): { full: string; major: number } | undefined {
  const full = /version "([^"]+)"/.exec(text)?.[1];
  if (full === undefined) return undefined;
  const [first, second] = full.split(/[._+-]/).map(Number);
  const major = first === 1 ? second : first;
  return major === undefined || Number.isNaN(major) ? undefined : { full, major };
}

async function installWithApt(lacking: string, java: boolean, maven: boolean, report: Report): Promise<void> {
  const has17 = async (): Promise<boolean> =>
    (await runCommand('apt-cache', ['show', 'openjdk-17-jre-headless'])).code === 0;
  await aptInstall(
    {
      part: 'java',
      lacking,
      packages: async () => [
        ...(java ? [(await has17()) ? 'openjdk-17-jre-headless' : 'default-jre-headless'] : []),
        ...(maven ? ['maven'] : []),
      ],
      otherwise: `Install it by hand (${howToInstall()}). ${alternatives}`,
    },
    report,
  );
}

function howToInstall(): string {
  return process.platform === 'darwin'
    ? 'brew install openjdk@17 maven'
    : 'as root on Debian or Ubuntu: apt-get install openjdk-17-jre-headless maven';
}
