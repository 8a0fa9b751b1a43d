import type { Service } from '#contracts';
import { topics } from '#contracts';
import { Messaging, MessagingServer } from '#messaging';
import type { Databases, Flushed, KafkaPort, Logger } from '#messaging';
import type { DatabaseRole } from '#postgres';
import { Random } from '../checker/workload/random.js';
import type { FaultSource } from './engine/faults.js';
import { History } from './engine/history.js';
import { Process } from './engine/process.js';
import { Scheduler } from './engine/scheduler.js';
import type { VirtualTime } from './engine/virtual-time.js';
import { Brokers, SimulatedKafka } from './kafka/simulated-kafka.js';
import type { Backend } from './postgres/backend.js';
import { Connection } from './postgres/connection.js';
import { packageNumbers } from './postgres/package-numbers.js';
import { SimulatedDatabase } from './postgres/simulated-database.js';
import type { Plant } from './plants.js';
import { register, services, subscriptionsOf } from './services.js';

/** A running service process. */
export interface Replica {
  process: Process;
  messaging: Messaging;
}

const SECOND_REPLICA = 0.3;
const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** All processes, the brokers and the database of one seed. */
export class World {
  readonly history = new History();
  readonly scheduler: Scheduler;
  readonly brokers: Brokers;
  readonly client: Process;
  private readonly replicas: Replica[] = [];
  private readonly numbers = packageNumbers();
  private started = 0;
  private over = false;

  constructor(
    readonly random: Random,
    readonly time: VirtualTime,
    readonly backend: Backend,
    faults: FaultSource,
    private readonly plant: Plant | undefined,
    private readonly log: Logger = silent,
  ) {
    this.scheduler = new Scheduler(random, time, faults, this.history);
    this.brokers = new Brokers(random, time);
    this.client = new Process('client', 'client', this.scheduler);
    for (const [topic, { partitions }] of Object.entries(topics)) this.brokers.log.create(topic, partitions);
  }

  /** One replica of each service, or two. */
  start(): void {
    for (const service of services) {
      this.boot(service);
      if (this.random.chance(SECOND_REPLICA)) this.boot(service);
    }
  }

  /** Any running replica of a service, as a load balancer picks it. */
  replicaOf(service: Service): Replica | undefined {
    const running = this.replicas.filter(
      ({ process }) => process.kind === service && process.state === 'running',
    );
    return running.length > 0 ? this.random.pick(running) : undefined;
  }

  rebalance(service: Service): void {
    this.brokers.group(service).plan();
  }

  /** Ends all processes for good. */
  end(): void {
    this.over = true;
    for (const { process } of this.replicas) process.die();
    this.client.die();
  }

  private boot(service: Service): void {
    if (this.over) return;
    this.started += 1;
    const process = new Process(`${service}#${this.started}`, service, this.scheduler);
    process.onEnd(() => this.time.after(this.random.whole(50, 3_000), () => this.boot(service)));
    this.time.as(process, () => {
      const databases = this.databases(service, process);
      const kafka: KafkaPort = new SimulatedKafka(this.brokers, process);
      const messaging = new Messaging(
        {
          service,
          namespace: '',
          simulated: false,
          kafka: { brokers: [], clientId: service },
          ask: (owner, _path, body, patienceMs) => this.ask(process, owner, body, patienceMs),
        },
        this.plant?.databases?.(databases) ?? databases,
        this.plant?.kafka?.(kafka) ?? kafka,
        this.log,
      );
      this.plant?.messaging?.(messaging);
      const server = new MessagingServer(messaging);
      register(server, subscriptionsOf(service, this.numbers(process)));
      server.listen(() => undefined);
      this.replicas.push({ process, messaging });
    });
  }

  private databases(service: Service, process: Process): Databases {
    const as = (role: DatabaseRole) => {
      const login = {
        url: '',
        user: `${service}_${role}`,
        password: '',
        schema: service,
        role,
        poolSize: 0,
      };
      return new SimulatedDatabase(
        login,
        (idleMs) => new Connection(this.backend, process, this.time, login, idleMs),
      );
    };
    return { api: as('api'), worker: as('worker'), ops: as('ops') };
  }

  /** POST /internal/flush from one process to another; its reply may be lost as well. */
  private async ask(from: Process, owner: Service, options: object, patienceMs: number): Promise<Flushed> {
    await from.step(`${from.kind} ask ${owner}`, () => undefined);
    const replica = this.replicaOf(owner);
    if (!replica) throw new Error(`ECONNREFUSED: no ${owner} is up`);
    const { process, messaging } = replica;
    const late = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error('timeout')), patienceMs),
    );
    const flush = this.time.as(process, () => messaging.flush.answer(patienceMs, options));
    const answer = await Promise.race([flush, late]);
    return from.step(`${from.kind} answer of ${owner}`, () => answer, {
      loseReply: () => new Error('ECONNRESET'),
    });
  }
}
