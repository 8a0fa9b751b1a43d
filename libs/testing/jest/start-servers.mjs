// Servers for the integration tests: those of the environment, else containers where a Docker engine answers, else
// the local stack. Started once per run; each test file then takes a namespace of its own.
import { join } from 'node:path';
import { ensureServers } from '../../../dist/libs/local-stack/index.js';
import { containers } from './containers.mjs';

export default async function startServers() {
  const report = (line) => process.stderr.write(`${line}\n`);
  const named = process.env.KAFKA_BROKERS && process.env.DATABASE_URL;
  const servers =
    (named ? undefined : await containers(report)) ??
    (await ensureServers({
      dataDir: process.env.MAKEGOOD_TEST_DATA_DIR ?? join(process.cwd(), '.data', 'test'),
      env: process.env,
      report,
    }));
  const { brokers, kafkaAdmin, databaseUrl } = servers;
  process.env.MAKEGOOD_TEST_SERVERS = JSON.stringify({ brokers, kafkaAdmin, databaseUrl });
  globalThis.stopTestServers = () => servers.stop();
}
