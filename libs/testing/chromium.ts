import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { aptInstall, mayUseApt, runCommand, StackProblem } from '#local-stack';

/** As distributions call it; the last is where macOS keeps Google's. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const ALTERNATIVES =
  'Install it (as root on Debian: apt-get install chromium; anywhere: npx playwright-core install --with-deps chromium), ' +
  'or set CHROMIUM_PATH to a Chromium or Chrome that there is. Only the tests of pages need it.';

/** A Chromium without a window: of CHROMIUM_PATH, PATH or Playwright, else installed where we may. */
export async function openChromium(env: NodeJS.ProcessEnv = process.env): Promise<Browser> {
  const executablePath = await ensureChromium(env);
  // In a container the sandbox of Chromium has no rights of its own, and /dev/shm is small.
  return chromium.launch({ executablePath, args: ['--disable-dev-shm-usage'] });
}

/** @throws StackProblem naming what there is to do */
export async function ensureChromium(env: NodeJS.ProcessEnv): Promise<string> {
  const given = env['CHROMIUM_PATH']?.trim();
  if (given) {
    if (await runs(given, env)) return given;
    throw new StackProblem(`CHROMIUM_PATH is "${given}", which does not run. ${ALTERNATIVES}`);
  }
  const found = await findChromium(env);
  if (found !== undefined) return found;
  if (!(await mayUseApt())) throw new StackProblem(`The tests of pages need Chromium. ${ALTERNATIVES}`);
  await aptInstall(
    { part: 'chromium', lacking: 'Chromium', packages: () => ['chromium'], otherwise: ALTERNATIVES },
    (line) => process.stderr.write(`${line}\n`),
  );
  const installed = await findChromium(env);
  // Where the package is only a door to another store, as on Ubuntu.
  if (installed === undefined)
    throw new StackProblem(`apt-get installed chromium, but it does not run here. ${ALTERNATIVES}`);
  return installed;
}

async function findChromium(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const name of NAMES) if (await runs(name, env)) return name.includes('/') ? name : pathOf(name, env);
  const own = chromium.executablePath();
  return existsSync(own) ? own : undefined;
}

async function runs(program: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await runCommand(program, ['--version'], { env })).code === 0;
}

function pathOf(name: string, { PATH = '' }: NodeJS.ProcessEnv): string {
  const found = PATH.split(':').map((folder) => `${folder}/${name}`);
  return found.find((path) => existsSync(path)) ?? name;
}
