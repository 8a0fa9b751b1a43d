import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { services, type Service } from '#contracts';
import { freePort } from '#local-stack';
import { Spawned } from '../contestants/spawned.js';
import { cpuSeconds } from '../measure/cpu-seconds.js';
import type { BenchStack } from '../stack/bench-stack.js';

const REAL_SERVICE = new URL('./real-service.js', import.meta.url);

/** The operator's own client at the door. */
export const OPERATOR = { client_id: 'operator', client_secret: randomBytes(32).toString('base64url') };

/** Services as `npm start` runs them: a process each, that know where the others are. */
export class OwnServices {
  private constructor(
    private readonly stack: BenchStack,
    private readonly processes: readonly Spawned[],
    private readonly ports: ReadonlyMap<Service, string>,
  ) {}

  /** @param which all five, unless told. Where one that does not run would be, nobody listens. */
  static async open(
    stack: BenchStack,
    profile?: string,
    which: readonly Service[] = services,
  ): Promise<OwnServices> {
    const ports = await Promise.all(
      which.map(async (service) => [service, String(await freePort())] as const),
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
      return new OwnServices(stack, processes, new Map(ports));
    } catch (error) {
      await Promise.all(processes.map((one) => one.close()));
      throw error;
    }
  }

  /** Where one of them listens. */
  urlOf(service: Service): string {
    return `http://127.0.0.1:${this.ports.get(service)}`;
  }

  get pids(): number[] {
    return this.processes.map(({ pid }) => pid);
  }

  /** Of the services, then Kafka and Postgres, since each began; undefined where they cannot be seen. */
  async cpuSeconds(): Promise<Map<string, number> | undefined> {
    const { serverPids } = this.stack;
    if (!serverPids) return undefined;
    const spent = await cpuSeconds([...this.pids, ...serverPids]);
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
    OPERATOR_CLIENT_ID: OPERATOR.client_id,
    OPERATOR_CLIENT_SECRET: OPERATOR.client_secret,
    TOKEN_PRIVATE_JWK: JSON.stringify({
      ...privateKey.export({ format: 'jwk' }),
      kid: 'token',
      alg: 'EdDSA',
    }),
  };
}
