import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DockerfileParser } from 'dockerfile-ast';
import type { Instruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { frugal } from '../../apps/cli/src/stack/launch.js';
import { root, textOf } from './files.js';
import { services } from './service-variables.js';

const text = textOf('Dockerfile');
const file = DockerfileParser.parse(text);
const froms = file.getFROMs();
const lastStage = froms.at(-1)?.getRange()?.start.line ?? 0;

function instructions(keyword: string, of: 'build' | 'run'): Instruction[] {
  return file.getInstructions().filter((one) => {
    const line = one.getRange().start.line;
    return one.getKeyword() === keyword && (of === 'run' ? line >= lastStage : line < lastStage);
  });
}

const argumentsOf = (found: readonly Instruction[]): string[] =>
  found.map((one) => one.getArgumentsContent()?.replace(/\\\n\s*/g, '') ?? '');

describe('the Dockerfile', () => {
  it('has no fault and no warning', () => {
    expect(validate(text).map(({ message }) => message)).toEqual([]);
  });

  it('builds in one stage and runs in another, both on the Node.js of this project', () => {
    const version = textOf('.nvmrc').trim();
    expect(froms.map((from) => from.getImageName())).toEqual(['node', 'node']);
    for (const from of froms) expect(from.getImageTag()).toMatch(new RegExp(`^${version}-`));
    expect(argumentsOf(instructions('RUN', 'build'))).toContain('npm run build');
    const [install] = argumentsOf(instructions('RUN', 'run'));
    expect(install).toMatch(/^npm ci --omit=dev /);
    const built = file
      .getCOPYs()
      .filter((copy) => copy.getFlags().some((flag) => flag.getValue() === 'build'));
    expect(built.map((copy) => copy.getArgumentsContent())).toEqual(['/app/dist ./dist']);
  });

  it('runs as a user who is not root, once all is installed', () => {
    expect(argumentsOf(instructions('USER', 'run'))).toEqual(['node']);
    const user = instructions('USER', 'run')[0]?.getRange().start.line ?? 0;
    for (const run of instructions('RUN', 'run')) expect(run.getRange().start.line).toBeLessThan(user);
  });

  it('keeps a service as small as `npm start` does', () => {
    const set = new Map(
      file.getENVs().flatMap((env) => env.getProperties().map((one) => [one.getName(), one.getValue()])),
    );
    expect(set.get('NODE_OPTIONS')).toBe(frugal.nodeArguments.join(' '));
    for (const [name, value] of Object.entries(frugal.environment)) expect(set.get(name)).toBe(value);
  });

  it('says whether it is healthy by /health/ready', () => {
    expect(argumentsOf(instructions('HEALTHCHECK', 'run')).join()).toContain('/health/ready');
  });

  it('copies what is there, and what .dockerignore lets through', () => {
    const admitted = textOf('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
      .concat('.');
    const sources = file
      .getCOPYs()
      .filter((copy) => !copy.getFlags().some((flag) => flag.getName() === 'from'))
      .flatMap((copy) => copy.getArguments().slice(0, -1))
      .map((source) => source.getValue().replace(/^\.\//, ''));
    expect(sources).toContain('package.json');
    for (const source of sources) {
      expect([source, existsSync(join(root, source))]).toEqual([source, true]);
      expect(admitted).toContain(source);
    }
  });

  it.each([
    ...services.map((service) => [[service], `dist/apps/${service}/src/main.js`]),
    [['cli', 'provision'], 'dist/apps/cli/src/main.js provision'],
  ])('with the argument %j becomes node %s', (args, expected) => {
    const [entrypoint] = argumentsOf(instructions('ENTRYPOINT', 'run'));
    const [command = '', ...rest] = JSON.parse(entrypoint ?? '[]') as string[];
    const folder = mkdtempSync(join(tmpdir(), 'makegood-entrypoint-'));
    writeFileSync(join(folder, 'node'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
    const ran = spawnSync(command, [...rest, ...args], {
      env: { PATH: `${folder}:/bin:/usr/bin` },
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(ran.stdout.trim()).toBe(expected);
  });

  it('starts nothing but what the build makes', () => {
    const { projects } = JSON.parse(textOf('nest-cli.json')) as {
      projects: Record<string, { type: string }>;
    };
    const applications = Object.keys(projects).filter((name) => projects[name]?.type === 'application');
    expect(applications.sort()).toEqual([...services, 'cli'].sort());
  });
});
