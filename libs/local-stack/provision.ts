import { topicSettings } from '#contracts';
import type { Servers } from './ensure-servers.js';
import type { KafkaAccess } from './kafka/admin.js';
import { dropFromKafka, provisionKafka } from './kafka/provision.js';
import { forSimulation } from './kafka/topics.js';
import type { TopicWanted } from './kafka/topics.js';
import type { Namespace } from './namespace.js';
import { dropFromPostgres, provisionPostgres } from './postgres/provision.js';
import type { Report } from './report.js';
import { StackProblem } from './stack-problem.js';

export interface ProvisionOptions {
  services: readonly string[];
  /** Without the namespace's prefix; those of the contracts when left out. */
  topics?: readonly TopicWanted[];
  /** All passwords are derived from it. */
  secret: string;
  /** The namespace has a clock of its own, so its topics keep records of any date. */
  simulated: boolean;
  report?: Report;
}

/** What of `Servers` is needed to provision. */
export type ServerAccess = KafkaAccess & Pick<Servers, 'databaseUrl'>;

/** Makes a namespace ready for its services: database, schemas, roles; topics, users, rights. Again changes nothing. */
export async function provision(
  servers: ServerAccess,
  ns: Namespace,
  options: ProvisionOptions,
): Promise<void> {
  const { services, secret, simulated, report = () => undefined } = options;
  const wanted = (options.topics ?? topicsOfContracts(simulated)).map((topic) => ({
    ...topic,
    name: ns.topic(topic.name),
  }));
  const topics = simulated ? wanted.map(forSimulation) : wanted;
  await Promise.all([
    provisionPostgres(servers.databaseUrl, ns, { services, secret }),
    provisionKafka(servers, ns, { services, topics, secret, report }),
  ]);
}

/** Removes all that a namespace has on these servers. The main one goes only with the data directory. */
export async function dropNamespace(servers: ServerAccess, ns: Namespace): Promise<void> {
  if (ns.name === '')
    throw new StackProblem('The main namespace cannot be dropped; npm run reset wipes all data.');
  await Promise.all([dropFromPostgres(servers.databaseUrl, ns), dropFromKafka(servers, ns)]);
}

function topicsOfContracts(simulated: boolean): TopicWanted[] {
  return Object.entries(topicSettings(simulated))
    .filter(([name]) => !name.endsWith('*'))
    .map(([name, settings]) => ({ name, ...settings }));
}
