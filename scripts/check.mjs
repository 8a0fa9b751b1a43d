// Format, lint, types, layers, dead code, generated documents, unit tests: two steps at a time, a line each.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { prepare } from './prepare.mjs';

const bin = (name) => `node_modules/.bin/${name}`;
const STEPS = [
  ['types', bin('tsc'), ['--noEmit', '-p', '.']],
  ['unit tests', process.execPath, ['scripts/jest.mjs', 'unit']],
  ['lint', bin('oxlint'), ['--type-aware', 'apps', 'libs', 'test']],
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
  ['layers', bin('depcruise'), ['apps', 'libs', 'test', '--config', '.dependency-cruiser.mjs']],
  ['dead code', bin('knip'), []],
  ['generated documents', bin('node'), ['dist/libs/contracts/generate.js', '--check']],
];

function run([name, command, args]) {
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(20)} ${seconds} s\n`);
      if (code !== 0 || name === 'unit tests')
        process.stdout.write(code === 0 ? summary(output) : `${output}\n`);
      resolve(code === 0);
    });
  });
}

const summary = (output) =>
  output
    .split('\n')
    .filter((line) => /^\d+ passed, \d+ failed/.test(line))
    .join('\n') + '\n';

await prepare({ build: true });
const began = Date.now();
const waiting = [...STEPS];
let good = true;
await Promise.all(
  Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) good = (await run(step)) && good;
  }),
);
process.stdout.write(
  `check ${good ? 'passed' : 'failed'} in ${((Date.now() - began) / 1000).toFixed(0)} s\n`,
);
process.exitCode = good ? 0 : 1;
