import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { services } from '#contracts';
import { freePort } from '#local-stack';
import { Spawned } from '../contestants/spawned.js';
import { cpuSeconds } from '../measure/cpu-seconds.js';
import type { BenchStack } from '../stack/bench-stack.js';

const REAL_SERVICE = new URL('../services/real-service.js', import.meta.url);

/** All five services as `npm start` runs them: a process each, that know where the others are. */
export class OwnServices {
  private constructor(
    private readonly stack: BenchStack,
    private readonly processes: readonly Spawned[],
  ) {}

  static async open(stack: BenchStack, profile?: string): Promise<OwnServices> {
    const ports = await Promise.all(
      services.map(async (service) => [service, String(await freePort())] as const),
    );
    const urls = Object.fromEntries(
      ports.map(([service, port]) => [`${service.toUpperCase()}_URL`, `http://127.0.0.1:${port}`]),
    );
    const processes: Spawned[] = [];
    try {
      for (const [service, port] of ports) {
        const more = { ...urls, ...(service === 'gateway' && gatewayEnv()) };
        const setup = { service, env: stack.serviceEnv(service, { ...more, PORT: port }) };
        processes.push(await Spawned.open(service, REAL_SERVICE, setup, profile));
      }
      await Promise.all(processes.map((one) => one.start(0)));
      return new OwnServices(stack, processes);
    } catch (error) {
      await Promise.all(processes.map((one) => one.close()));
      throw error;
    }
  }

  /** Of the services, then Kafka and Postgres, since each began; undefined where they cannot be seen. */
  async cpuSeconds(): Promise<Map<string, number> | undefined> {
    const { serverPids } = this.stack;
    if (!serverPids) return undefined;
    const spent = await cpuSeconds([...this.processes.map(({ pid }) => pid), ...serverPids]);
    const names = [
      ...this.processes.map(({ name }) => name),
      ...this.stack.place.brokers.map(() => 'kafka'),
      'postgres',
    ];
    return spent && new Map(names.map((name, at) => [name, spent[at] ?? NaN]));
  }

  /** Throws what went wrong in one of them. */
  check(): void {
    for (const one of this.processes) one.check();
  }

  async close(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.close()));
  }
}

function gatewayEnv(): Record<string, string> {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    OPERATOR_CLIENT_ID: 'operator',
    OPERATOR_CLIENT_SECRET: randomBytes(32).toString('base64url'),
    TOKEN_PRIVATE_JWK: JSON.stringify({
      ...privateKey.export({ format: 'jwk' }),
      kid: 'token',
      alg: 'EdDSA',
    }),
  };
}
