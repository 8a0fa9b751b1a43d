import type { Report } from '../report.js';
import type { ServersState } from '../servers-state.js';
import type { PortsFile } from '../stack-ports.js';
import { clusterFolder, findPostgres } from './places.js';
import { initPostgres, postgresRuns, startPostgres } from './server.js';
import { postgresSystemUser } from './system-user.js';

export interface StartLocalPostgres {
  dataDir: string;
  logsDir: string;
  file: PortsFile;
  password: string;
  report: Report;
  signal?: AbortSignal;
  state: ServersState;
  save: () => Promise<void>;
}

/**
 * The one that runs, or a new one: cluster, and process, which is in the state file before anybody waits for it.
 * @returns whether it was started
 */
export async function startLocalPostgres(options: StartLocalPostgres): Promise<boolean> {
  const { dataDir, logsDir, file, password, report, signal, state, save } = options;
  const as = await postgresSystemUser();
  const binaries = await findPostgres(as, report);
  const cluster = await clusterFolder(dataDir, file.id, as);
  const port = file.postgresPort;
  const start = { binaries, cluster, logsDir, port, password, as, signal };
  if (state.postgres !== undefined && (await postgresRuns(state.postgres.process, start))) {
    report(`postgres  runs already on 127.0.0.1:${port}`);
    return false;
  }
  report(`postgres  starting PostgreSQL ${binaries.version} ...`);
  await initPostgres(start);
  signal?.throwIfAborted();
  const { tookMs } = await startPostgres(start, async (server) => {
    state.postgres = { process: server, port };
    await save();
  });
  report(`postgres  ready on 127.0.0.1:${port} (${(tookMs / 1000).toFixed(1)} s)`);
  return true;
}
