import { isAbsolute, resolve } from 'node:path';
import { UserError } from './user-error.js';

/** What the environment says about where this installation lives. */
export interface Settings {
  /** Absolute. Everything that this machine keeps: servers' data, secrets, logs, the state of what runs. */
  readonly dataDir: string;
  /** Port of the door of a running stack. */
  readonly port: number;
  readonly host: string;
}

const DEFAULT_PORT = 3000;

/** Reads the settings once. @throws UserError naming every fault at once */
export function readSettings(env: NodeJS.ProcessEnv, root: string): Settings {
  const faults: string[] = [];
  const port = env['MAKEGOOD_PORT']?.trim() || String(DEFAULT_PORT);
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    faults.push(`MAKEGOOD_PORT is "${port}": give a port from 1 to 65535, as MAKEGOOD_PORT=3000`);
  }
  const host = env['MAKEGOOD_HOST']?.trim() || '127.0.0.1';
  if (!/^[\w.:-]+$/.test(host))
    faults.push(`MAKEGOOD_HOST is "${host}": give an address, as MAKEGOOD_HOST=0.0.0.0`);
  if (faults.length > 0) throw new UserError(['The configuration cannot be used:', ...faults].join('\n  - '));
  const dataDir = env['MAKEGOOD_DATA_DIR']?.trim() || '.data';
  return {
    dataDir: isAbsolute(dataDir) ? dataDir : resolve(root, dataDir),
    port: Number(port),
    host,
  };
}
