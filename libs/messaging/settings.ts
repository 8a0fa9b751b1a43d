import type { Service } from '#contracts';
import type { KafkaConfig } from './kafka/port.js';

/** What messaging must know of the process it runs in. */
export interface MessagingSettings {
  service: Service;
  /** '' is the main namespace; another one prefixes topics, groups and roles. */
  namespace: string;
  /** A replay's namespace: the clock stands still, sweeps run only when told. */
  simulated: boolean;
  kafka: KafkaConfig;
  /** POSTs to another service as this one; any answer but a 2xx throws. */
  ask(owner: Service, path: string, body: object, patienceMs: number): Promise<unknown>;
}

/** Topic and group names on the broker carry the namespace; tables and code use the plain ones. */
export class Names {
  private readonly prefix: string;

  constructor(namespace: string) {
    this.prefix = namespace === '' ? '' : `${namespace}.`;
  }

  onBroker(name: string): string {
    return this.prefix + name;
  }

  plain(name: string): string {
    return name.startsWith(this.prefix) ? name.slice(this.prefix.length) : name;
  }
}
