import pg from 'pg';
import { KafkaSignInRefused, KafkaWire, splitAddress } from './kafka/wire.js';
import { WireWriter } from './kafka/wire-bytes.js';
import type { Credentials } from './service-passwords.js';
import { reasonOf, StackProblem } from './stack-problem.js';

const apiMetadata = 3;
const leastPostgres = 170_000;

export interface ExistingKafka {
  brokers: string[];
  kafkaAdmin?: Credentials;
}

/** The servers that KAFKA_BROKERS names, or undefined when it is not set. Answers only when one can be used. */
export async function existingKafka(env: NodeJS.ProcessEnv): Promise<ExistingKafka | undefined> {
  const brokers = (env['KAFKA_BROKERS'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (brokers.length === 0) return undefined;
  const kafkaAdmin = adminOf(env);
  const faults: string[] = [];
  for (const broker of brokers) {
    try {
      await tryBroker(broker, kafkaAdmin);
      return kafkaAdmin === undefined ? { brokers } : { brokers, kafkaAdmin };
    } catch (error) {
      if (error instanceof KafkaSignInRefused)
        throw new StackProblem(
          `The Kafka at ${broker} refuses the user "${kafkaAdmin?.username}": ${error.message}. ` +
            'Check KAFKA_ADMIN_USERNAME and KAFKA_ADMIN_PASSWORD (SCRAM-SHA-256).',
        );
      faults.push(`${broker}: ${reasonOf(error)}`);
    }
  }
  const credentials =
    kafkaAdmin === undefined
      ? ' If it wants credentials, set KAFKA_ADMIN_USERNAME and KAFKA_ADMIN_PASSWORD.'
      : '';
  throw new StackProblem(
    `No broker of KAFKA_BROKERS can be used (${faults.join('; ')}). Start it or correct KAFKA_BROKERS ` +
      `(host:port, comma-separated, no TLS); without KAFKA_BROKERS a local Kafka is started.${credentials}`,
  );
}

/** The server that DATABASE_URL names, or undefined when it is not set. Answers only when it can be used. */
export async function existingPostgres(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const url = env['DATABASE_URL'];
  if (url === undefined || url === '') return undefined;
  const otherwise = 'Correct DATABASE_URL; without it a local PostgreSQL is started.';
  if (!/^postgres(ql)?:\/\/./.test(url) || !URL.canParse(url))
    throw new StackProblem(`DATABASE_URL is not postgresql://user:password@host:port/database. ${otherwise}`);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<ServerFacts>(
      `select current_setting('server_version_num')::int as version, r.rolsuper or (r.rolcreatedb and r.rolcreaterole) as able,
              current_user as name from pg_roles r where r.rolname = current_user`,
    );
    const problem = postgresProblem(rows[0]);
    if (problem !== undefined) throw new StackProblem(problem);
    return url;
  } catch (error) {
    if (error instanceof StackProblem) throw error;
    throw new StackProblem(
      `The PostgreSQL of DATABASE_URL at ${addressOf(url)} cannot be used: ${reasonOf(error)}. ${otherwise}`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

export interface ServerFacts {
  /** server_version_num, e.g. 180004 for 18.4. */
  version: number;
  /** Whether this user may create databases and roles. */
  able: boolean;
  name: string;
}

/** What is wrong with that server, and what to do, or undefined. */
export function postgresProblem(facts: ServerFacts | undefined): string | undefined {
  if (facts === undefined)
    return 'The PostgreSQL of DATABASE_URL does not know its own user. Use another user.';
  const { version, able, name } = facts;
  if (version < leastPostgres)
    return (
      `The PostgreSQL of DATABASE_URL is version ${Math.floor(version / 10_000)}: 17 or later is needed ` +
      '(transaction_timeout). Upgrade it, name another one, or unset DATABASE_URL to have a local one started.'
    );
  if (!able)
    return (
      `The user "${name}" of DATABASE_URL may not create databases and roles. Use a superuser, or as one: ` +
      `alter role "${name}" createdb createrole;`
    );
  return undefined;
}

function adminOf(env: NodeJS.ProcessEnv): Credentials | undefined {
  const username = env['KAFKA_ADMIN_USERNAME'] ?? '';
  const password = env['KAFKA_ADMIN_PASSWORD'] ?? '';
  if (username === '' && password === '') return undefined;
  if (username === '' || password === '')
    throw new StackProblem('Set both KAFKA_ADMIN_USERNAME and KAFKA_ADMIN_PASSWORD, or none of them.');
  return { username, password };
}

/** A broker that wants credentials hangs up on a request for metadata without them. */
async function tryBroker(address: string, credentials: Credentials | undefined): Promise<void> {
  splitAddress(address);
  const wire = await KafkaWire.open(address, credentials);
  try {
    const noTopics = new WireWriter().uvarint(1).int8(0).int8(0).noTags().done();
    await wire.request(apiMetadata, 12, true, noTopics);
  } finally {
    wire.close();
  }
}

/** Host and port only: the rest of the URL has a password in it. */
function addressOf(url: string): string {
  return URL.parse(url)?.host ?? 'its host';
}
