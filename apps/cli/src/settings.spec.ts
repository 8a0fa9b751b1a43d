import { describe, expect, it } from '@jest/globals';
import { readSettings } from './settings.js';

describe('settings', () => {
  it('have a default each', () => {
    expect(readSettings({}, '/project')).toEqual({
      dataDir: '/project/.data',
      port: 3000,
      host: '127.0.0.1',
    });
  });

  it('are read from the environment', () => {
    const env = { MAKEGOOD_DATA_DIR: '/elsewhere', MAKEGOOD_PORT: ' 4000 ' };
    expect(readSettings(env, '/project')).toMatchObject({ dataDir: '/elsewhere', port: 4000 });
  });

  it.each(['0', '65536', 'http', '30.5', '-1'])('refuse the port "%s"', (port) => {
    expect(() => readSettings({ MAKEGOOD_PORT: port }, '/')).toThrow('MAKEGOOD_PORT=3000');
  });

  it('name every fault at once', () => {
    const env = { MAKEGOOD_PORT: 'x', MAKEGOOD_HOST: 'a b' };
    expect(() => readSettings(env, '/')).toThrow(/MAKEGOOD_PORT[^]*MAKEGOOD_HOST/);
  });
});
