import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '../project-root.js';
import type { Report } from '../report.js';
import { lastLines, runCommand } from '../run-command.js';
import { StackProblem } from '../stack-problem.js';
import type { Java } from './java.js';

export interface KafkaJars {
  version: string;
  folder: string;
  /** Whole path of each, sorted. */
  classPath: string[];
}

const listFile = 'complete.json';
export const pomPath = join(projectRoot, 'libs/local-stack/kafka/pom.xml');
const defaultCache = join(projectRoot, 'node_modules/.cache/makegood');

/** The jars if they are all there. A changed pom.xml wants other ones. */
export async function findKafkaJars(cache = defaultCache): Promise<KafkaJars | undefined> {
  const { version, folder } = await wanted(cache);
  const sizes = await readFile(join(folder, listFile), 'utf8').then(parseSizes, () => undefined);
  if (sizes === undefined) return undefined;
  for (const [name, size] of sizes) {
    const there = await stat(join(folder, name)).catch(() => undefined);
    if (there?.size !== size) return undefined;
  }
  return { version, folder, classPath: sizes.map(([name]) => join(folder, name)).sort() };
}

/** Has Maven fetch the jars that pom.xml pins into a folder of its own, which takes its name when it is whole. */
export async function fetchKafkaJars(java: Java, report: Report, cache = defaultCache): Promise<KafkaJars> {
  const { version, folder } = await wanted(cache);
  report(`kafka     fetching Apache Kafka ${version} with Maven (once, 44 MB) ...`);
  const draft = `${folder}.${randomUUID()}`;
  await mkdir(draft, { recursive: true });
  try {
    const args = ['-q', '-B', '-f', pomPath, 'dependency:copy-dependencies', `-DoutputDirectory=${draft}`];
    const env = java.home === undefined ? process.env : { ...process.env, JAVA_HOME: java.home };
    const { code, output } = await runCommand('mvn', args, { env, cwd: dirname(pomPath) });
    if (code !== 0)
      throw new StackProblem(
        `Maven could not fetch Apache Kafka ${version}:\n${lastLines(output.replaceAll(/^\[ERROR\] (\[Help|Re-run|To see|For more).*$/gm, ''), 3)}\n` +
          'Check the network (a proxy or a mirror goes in ~/.m2/settings.xml) and run the command again, or set KAFKA_BROKERS.',
      );
    await writeSizes(draft);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder).catch(ignoreIfThere);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  const jars = await findKafkaJars(cache);
  if (jars === undefined)
    throw new StackProblem(`The Kafka jars in ${folder} are not whole: delete it and run again`);
  return jars;
}

async function wanted(cache: string): Promise<{ version: string; folder: string }> {
  const pom = await readFile(pomPath, 'utf8');
  const version = /<kafka\.version>([^<]+)</.exec(pom)?.[1];
  if (version === undefined) throw new Error(`${pomPath} names no kafka.version`);
  const hash = createHash('sha256').update(pom).digest('hex').slice(0, 8);
  return { version, folder: join(cache, `kafka-${version}-${hash}`) };
}

async function writeSizes(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jar'));
  const sizes = await Promise.all(
    names.map(async (name) => [name, (await stat(join(folder, name))).size] as const),
  );
  await writeFile(join(folder, listFile), JSON.stringify(sizes, null, 1));
}

function parseSizes(text: string): [string, number][] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new Error('not a list');
  return value.map((entry: unknown) => {
    if (!Array.isArray(entry)) throw new Error('not a pair');
    return [String(entry[0]), Number(entry[1])];
  });
}

/** Another process was faster: its folder is as good. */
function ignoreIfThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}
