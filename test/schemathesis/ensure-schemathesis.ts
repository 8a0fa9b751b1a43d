import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StackProblem } from '#local-stack';
import { aptInstall, mayUseApt } from '../../libs/local-stack/apt.js';
import { lastLines, runCommand } from '../../libs/local-stack/run-command.js';

const LEAST = [3, 11] as const;
const REQUIREMENTS = join(process.cwd(), 'test', 'schemathesis', 'requirements.txt');
const FOLDER = join(process.cwd(), 'node_modules', '.cache', 'makegood', 'schemathesis');
const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'];
const ALTERNATIVES =
  'Or set SCHEMATHESIS to the program `st` of an installation of your own (test/schemathesis/requirements.txt), ' +
  'or run the tests in the image python:3.13 with Node 24 added.';

/** The program `st`, in a virtual environment of its own that is made when it is not there, or out of date. */
export async function ensureSchemathesis(report: (line: string) => void): Promise<string> {
  const given = process.env['SCHEMATHESIS'];
  if (given) return given;
  const program = join(FOLDER, process.platform === 'win32' ? 'Scripts/st.exe' : 'bin/st');
  const stamp = join(FOLDER, '.requirements');
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return program;

  const python = (await findPython()) ?? (await installPython(report));
  report('schemathesis  installing (once, about half a minute) ...');
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(join(FOLDER, '..'), { recursive: true });
  const pip = join(FOLDER, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  await must(python, ['-m', 'venv', FOLDER]);
  await must(pip, ['-m', 'pip', 'install', '--quiet', '--require-hashes', '--no-deps', '-r', REQUIREMENTS]);
  await writeFile(`${stamp}.new`, wanted);
  await rename(`${stamp}.new`, stamp);
  return program;
}

/** A Python that is new enough and can make virtual environments. */
async function findPython(): Promise<string | undefined> {
  const asked = `import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (${LEAST.join(', ')}) else 1)`;
  for (const name of [process.env['PYTHON'], ...NAMES]) {
    if (name && (await runCommand(name, ['-c', asked])).code === 0) return name;
  }
  return undefined;
}

async function installPython(report: (line: string) => void): Promise<string> {
  const lacking = `Python ${LEAST.join('.')} or later with venv`;
  const byHand = `Install it (as root on Debian or Ubuntu: apt-get install python3 python3-venv). ${ALTERNATIVES}`;
  if (!(await mayUseApt()))
    throw new StackProblem(`schemathesis needs ${lacking}, not found here. ${byHand}`);
  const packages = (): string[] => ['python3', 'python3-venv'];
  await aptInstall({ part: 'python', lacking, packages, otherwise: byHand }, report);
  const python = await findPython();
  if (python === undefined)
    throw new StackProblem(`The Python of this system is older than ${LEAST.join('.')}. ${byHand}`);
  return python;
}

async function must(program: string, args: string[]): Promise<void> {
  const { code, output } = await runCommand(program, args);
  if (code !== 0)
    throw new StackProblem(
      `${program} ${args.join(' ')} failed:\n${lastLines(output, 6)}\nCheck the network. ${ALTERNATIVES}`,
    );
}
