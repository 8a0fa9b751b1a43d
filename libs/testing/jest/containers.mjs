import { existsSync } from 'node:fs';

const KAFKA_IMAGE = 'confluentinc/cp-kafka:8.0.0';
const POSTGRES_IMAGE = 'postgres:18-alpine';

/** A Kafka and a Postgres in containers; undefined where no Docker engine answers. */
export async function containers(report) {
  if (!process.env.DOCKER_HOST && !existsSync('/var/run/docker.sock')) return undefined;
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
  } catch {
    return undefined;
  }
  const { KafkaContainer } = await import('@testcontainers/kafka');
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  report('servers   starting Kafka and Postgres in containers');
  const [kafka, postgres] = await Promise.all([
    new KafkaContainer(KAFKA_IMAGE).withKraft().start(),
    new PostgreSqlContainer(POSTGRES_IMAGE).withUsername('postgres').start(),
  ]);
  return {
    brokers: [`${kafka.getHost()}:${kafka.getMappedPort(9093)}`],
    databaseUrl: postgres.getConnectionUri(),
    owned: true,
    stop: async () => void (await Promise.all([kafka.stop(), postgres.stop()])),
  };
}
