import { describe, expect, test } from '@jest/globals';
import { postgresProblem } from './existing-servers.js';
import { javaVersion } from './kafka/java.js';
import { loggingConfig, serverProperties } from './kafka/server-config.js';
import { splitAddress } from './kafka/wire.js';

describe('a Postgres that exists', () => {
  test.each([
    [{ version: 170_000, able: true, name: 'u' }, /^none$/],
    [{ version: 180_004, able: true, name: 'u' }, /^none$/],
    [{ version: 169_999, able: true, name: 'u' }, /version 16: 17 or later is needed/],
    [{ version: 90_624, able: true, name: 'u' }, /version 9: 17 or later/],
    [{ version: 180_000, able: false, name: 'shop' }, /alter role "shop" createdb createrole/],
    [undefined, /does not know its own user/],
  ])('%j', (facts, problem) => {
    expect(postgresProblem(facts) ?? 'none').toMatch(problem);
  });
});

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "21" 2023-09-19', 21],
  ['openjdk version "24-ea" 2025-03-18', 24],
  ['java version "1.8.0_442"', 8],
  ['Picked up JAVA_TOOL_OPTIONS: -Dx\nopenjdk version "17.0.1+12"', 17],
  ['bash: java: command not found', undefined],
])('the Java of %j', (text, major) => {
  expect(javaVersion(text)?.major).toBe(major);
});

test.each([
  ['kafka:9092', { host: 'kafka', port: 9092 }],
  ['[::1]:9092', { host: '::1', port: 9092 }],
])('the address %s', (address, parts) => {
  expect(splitAddress(address)).toEqual(parts);
});

test.each(['kafka', 'kafka:', ':9092', 'kafka:0', 'kafka:65536', 'kafka:x'])(
  '%s is no address',
  (address) => {
    expect(() => splitAddress(address)).toThrow(/is not host:port/);
  },
);

describe('the local Kafka', () => {
  const config = serverProperties({
    port: 1,
    controllerPort: 2,
    dataFolder: '/data',
    adminPassword: 'apw',
    controllerPassword: 'cpw',
  });

  test('listens on loopback only, asks everybody who he is, and creates no topic by itself', () => {
    expect(config).toContain('\nlisteners=CLIENTS://127.0.0.1:1,CONTROLLER://127.0.0.1:2\n');
    expect(config).not.toMatch(/PLAINTEXT:PLAINTEXT|:PLAINTEXT[,\n]|0\.0\.0\.0/);
    expect(config).toContain('\nauto.create.topics.enable=false\n');
    expect(config).toContain('\nallow.everyone.if.no.acl.found=false\n');
    expect(config).toContain(
      '\nauthorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\n',
    );
  });

  test('takes a message of 8 MB', () => {
    expect(Number(/message\.max\.bytes=(\d+)/.exec(config)?.[1])).toBeGreaterThan(8_388_608);
  });

  test('a path with XML in it stays a path', () => {
    expect(loggingConfig('/a & "b"/kafka.log')).toContain('fileName="/a &amp; &quot;b&quot;/kafka.log"');
  });
});
