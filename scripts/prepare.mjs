// Sets up what a command lacks: dependencies, then the build. Only Node itself is needed, 20.19 or later.
// Lines go to stderr: stdout belongs to the command.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withSetupLock } from './setup-lock.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

const LEAST_NODE = [20, 19];
const SOURCES = ['apps', 'libs', 'test', 'package.json', 'tsconfig.json', '.swcrc'];
const NOT_BUILT = /\.(spec|it)\.ts$/;
const QUIETLY = ['--loglevel=error', '--no-audit', '--no-fund', '--include=dev', '--include=optional'];
const NOT_INSTALLED =
  'The dependencies could not be installed. Check the network (and a proxy: npm config get proxy), then run the command again.';
const INSTALLED = at('node_modules/.makegood-lock');
const BUILT = at('dist/.stamp');

/** A step that failed: the message says what to do. */
export class SetupProblem extends Error {}

/**
 * Installs and builds what is missing or out of date, and says nothing when nothing is.
 * @param {{ build?: boolean }} wanted `build: false` installs the dependencies only
 * @throws SetupProblem
 */
export async function prepare({ build = true } = {}) {
  checkNode(process.versions.node);
  if (isReady(build)) return;
  await withSetupLock(root, async () => {
    // Somebody else may have done it while we waited.
    if (!isInstalled()) await install();
    if (build && !isBuilt()) await makeDist();
  });
}

export function checkNode(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  throw new SetupProblem(
    `This is Node ${version}; ${LEAST_NODE.join('.')} or later is needed (24 LTS is best). Get it from https://nodejs.org`,
  );
}

const isReady = (build) => isInstalled() && (!build || isBuilt());

function isInstalled() {
  const lock = hashOf([at('package-lock.json')]);
  if (textOf(INSTALLED) === lock) return true;
  // Installed by hand, or by an `npm ci` that knows nothing of us.
  if (!holdsWhatIsLocked()) return false;
  writeFileSync(INSTALLED, lock);
  return true;
}

function holdsWhatIsLocked() {
  const wanted = textOf(at('package-lock.json'));
  const present = textOf(at('node_modules/.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  const there = JSON.parse(present).packages;
  return Object.entries(JSON.parse(wanted).packages).every(([path, { version, optional, peer }]) => {
    if (path === '') return true;
    if (there[path] === undefined) return Boolean(optional || peer);
    return there[path].version === version && existsSync(at(path, 'package.json'));
  });
}

async function install() {
  rmSync(INSTALLED, { force: true });
  await step('dependencies', 'installing (once, about a minute)', async () => {
    const lock = hashOf([at('package-lock.json')]);
    try {
      await npm(['ci', ...QUIETLY], NOT_INSTALLED);
    } catch (error) {
      // A registry that lacks the packages of other platforms makes `ci` refuse the lock; `install` keeps to it too.
      if (!error.message.includes('EUSAGE')) throw error;
      await npm(['install', '--no-save', ...QUIETLY], NOT_INSTALLED);
    }
    writeFileSync(INSTALLED, lock);
  });
}

function isBuilt() {
  return textOf(BUILT) === sourceHash();
}

async function makeDist() {
  rmSync(BUILT, { force: true });
  await step('build', 'compiling', async () => {
    const hash = sourceHash();
    await npm(
      ['run', '--silent', 'build'],
      'The build failed. Mend what it says, or go back to a state that built.',
    );
    removeOrphans();
    mkdirSync(at('dist'), { recursive: true });
    writeFileSync(BUILT, hash);
  });
}

// What was compiled from a file that is gone would still be found by its importers.
function removeOrphans() {
  for (const file of filesBelow(at('dist'))) {
    const source = relative(at('dist'), file).replace(/\.js(\.map)?$/, '.ts');
    if (/\.js(\.map)?$/.test(file) && !existsSync(at(source))) rmSync(file, { force: true });
  }
}

function sourceHash() {
  return hashOf(SOURCES.flatMap((name) => filesBelow(at(name))).filter((file) => !NOT_BUILT.test(file)));
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(`${relative(root, file)}\0`).update(existsSync(file) ? readFileSync(file) : '');
  return hash.digest('hex');
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return [path];
  }
  return entries
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)],
    );
}

function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** One line: what is being done, and, when it is, how long it took. */
async function step(part, doing, work) {
  const began = Date.now();
  process.stderr.write(`${part}: ${doing} ... `);
  try {
    await work();
    process.stderr.write(`done (${((Date.now() - began) / 1000).toFixed(0)} s)\n`);
  } catch (error) {
    process.stderr.write('failed\n');
    throw error;
  }
}

function npm(args, onFailure) {
  // The npm that runs us, if one does: PATH may have none.
  const own = process.env.npm_execpath;
  const [program, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(program, [...first, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', (error) =>
      reject(new SetupProblem(`npm could not be run (${error.message}). ${onFailure}`)),
    );
    child.on('close', (code) => {
      if (code === 0) return resolve();
      // npm gives its reason first, and then how npm is used.
      const lines = output.split('\n').filter((line) => line.trim() !== '' && line.trim() !== 'npm error');
      const said = lines.slice(0, 12).join('\n');
      reject(
        new SetupProblem(
          `${said}\n\nnpm ${args.filter((arg) => !arg.startsWith('-')).join(' ')}: ${onFailure}`,
        ),
      );
    });
  });
}
