import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { ConfigError, type RunningService } from '#runtime';
import { eventually } from '#testing';
import { selfSigned } from './certificate.js';
import { Door } from './door.js';

jest.setTimeout(60_000);

const place = mkdtempSync(join(tmpdir(), 'makegood-tls-'));
const files = { TLS_CERT_FILE: join(place, 'door.crt'), TLS_KEY_FILE: join(place, 'door.key') };
let door: Door;
let replica: RunningService;

beforeAll(async () => {
  makeCertificate('first');
  door = await Door.open();
  replica = await door.replica(files);
});
afterAll(async () => {
  await replica?.stop();
  await door?.close();
  rmSync(place, { recursive: true });
});

function makeCertificate(name: string): void {
  const { cert, key } = selfSigned(name);
  writeFileSync(files.TLS_KEY_FILE, key);
  writeFileSync(files.TLS_CERT_FILE, cert);
}

function get(
  path: string,
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; name: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${replica.url}${path}`, { rejectUnauthorized: false, agent: false }, (answer) => {
      const name = (answer.socket as TLSSocket).getPeerCertificate().subject.CN;
      answer.resume().on('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, name: String(name) });
      });
    });
    asked.on('error', reject).end();
  });
}

test('the door speaks TLS itself, and tells browsers to insist on it', async () => {
  expect(replica.url).toMatch(/^https:/);
  const { status, headers, name } = await get('/accounting');
  expect([status, name]).toEqual([403, 'first']);
  expect(headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
});

test('nothing older than TLS 1.2 gets in', async () => {
  const { hostname, port } = new URL(replica.url);
  const protocolOf = (version: 'TLSv1.1' | 'TLSv1.2'): Promise<string | null> =>
    new Promise((resolve, reject) => {
      const range = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
      const socket = connect(Number(port), hostname, { ...range, rejectUnauthorized: false }, () => {
        resolve(socket.getProtocol());
        socket.destroy();
      });
      socket.on('error', reject);
    });
  expect(await protocolOf('TLSv1.2')).toBe('TLSv1.2');
  await expect(protocolOf('TLSv1.1')).rejects.toThrow(/alert|protocol|version/i);
});

test('a renewed certificate is taken over without a restart', async () => {
  makeCertificate('renewed');
  const { name } = await eventually(
    () => get('/health/live'),
    (answer) => answer.name === 'renewed',
    15_000,
  );
  expect(name).toBe('renewed');
});

test('a certificate without its key is no configuration', async () => {
  await expect(door.replica({ TLS_CERT_FILE: files.TLS_CERT_FILE })).rejects.toThrow(ConfigError);
});
