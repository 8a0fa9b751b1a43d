import { describe, expect, test } from '@jest/globals';
import {
  ConfigError,
  flag,
  hostPorts,
  integer,
  json,
  oneOf,
  parseConfig,
  text,
  url,
  type ConfigSpec,
} from './config.js';

const spec = {
  port: integer('PORT', 0, 65_535, { example: '3001' }),
  brokers: hostPorts('KAFKA_BROKERS'),
  database: url('ORDERS_DATABASE_URL', ['postgres:'], { or: 'DATABASE_URL', secret: true }),
  level: oneOf('LOG_LEVEL', ['info', 'debug'], 'info'),
  simulated: flag('MAKEGOOD_SIMULATED'),
  password: text('PASSWORD', { secret: true, example: 'a long text' }),
  user: text('USERNAME', { fallback: undefined }),
  key: json('KEY', (value) => value, { fallback: null }),
};
const good = { PORT: '0', KAFKA_BROKERS: 'a:1, b:2', DATABASE_URL: 'postgres://h:5432/d/', PASSWORD: ' p ' };

function faultsOf(env: NodeJS.ProcessEnv, of: ConfigSpec = spec): readonly string[] {
  try {
    parseConfig(env, of);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('the environment', () => {
  test('is read once, typed, with fallbacks', () => {
    expect(parseConfig(good, spec)).toEqual({
      port: 0,
      brokers: ['a:1', 'b:2'],
      database: 'postgres://h:5432/d',
      level: 'info',
      simulated: false,
      password: 'p',
      user: undefined,
      key: null,
    });
  });

  test('a service’s own variable goes before the common one', () => {
    const env = { ...good, ORDERS_DATABASE_URL: 'postgres://own/d' };
    expect(parseConfig(env, spec).database).toBe('postgres://own/d');
  });

  test('every fault at once: name, what is wrong, example; no secret is shown', () => {
    const env = {
      PORT: '70000',
      KAFKA_BROKERS: 'a',
      DATABASE_URL: 'mysql://x:hidden@h/d',
      LOG_LEVEL: 'loud',
      KEY: '{',
    };
    expect(faultsOf(env)).toEqual([
      'PORT ("70000") must be a whole number from 0 to 65535; example: PORT=3001',
      'KAFKA_BROKERS ("a") must be host:port, several separated by commas; wrong: a; example: KAFKA_BROKERS=127.0.0.1:9092',
      'DATABASE_URL must be a URL that starts with postgres://; example: DATABASE_URL=postgres://127.0.0.1',
      'LOG_LEVEL ("loud") must be one of info, debug; example: LOG_LEVEL=info',
      'PASSWORD is not set; example: PASSWORD=a long text',
      'KEY ("{") must be JSON; example: KEY={}',
    ]);
  });

  test.each([
    ['0', true],
    ['65535', true],
    ['-1', false],
    ['65536', false],
    ['1.5', false],
    ['1e3', false],
    ['0x10', false],
  ])('PORT=%s is fine: %s', (port, fine) => {
    expect(faultsOf({ PORT: port }, { port: spec.port }).length === 0).toBe(fine);
  });
});
