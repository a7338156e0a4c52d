/** Runs each command of `program.ts` on the resources that it needs, and closes them afterwards. */

import { openSearch } from '#infra/app/open-search.ts';
import { openProjectionPool } from '#infra/database/pool.ts';
import { isPostgres } from '#infra/log/open-event-log.ts';
import { createSealedEventStore } from '#infra/log/sealing/sealed-event-store.ts';
import { NoServerRuns } from '#infra/operate/admin/ask-admin.ts';
import { SocketPathTooLong } from '#infra/operate/admin/socket-path.ts';
import type { ProjectionDeps } from '#infra/operate/projection-deps.ts';
import { lineageOf } from '#infra/read-models/adopt-log.ts';
import { newestCut } from '#infra/read-models/log-cut.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import { keyGapsFound } from '#infra/read-models/vault-record.ts';
import { type Projection, projection } from '#projections/engine/projection.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import { tableModels } from '#projections/registry.ts';
import { searchIndex } from '#projections/search-index/projector.ts';
import { runDoctor } from './doctor.ts';
import { closed } from './ending.ts';
import { EXIT, type ExitCode, Stop } from './exit-codes.ts';
import { exportLog } from './log-export.ts';
import { logStats } from './log-stats.ts';
import { logStatsByReading } from './log-stats-by-reading.ts';
import { showAsStored, showOpened, type TailOptions, tailLog } from './log-tail.ts';
import { type Database, sealerOf, withClient, withDatabase, withLog, withVault } from './opened.ts';
import { createOwnerLink } from './owner.ts';
import { type PasswordCostChoice, passwordCost } from './password-cost.ts';
import { type Choice, listProjections, rebuildProjections, verifyProjections } from './projections.ts';
import { servedProjection } from './served-projection.ts';
import type { Terminal } from './terminal.ts';

export const ownerCreate = (terminal: Terminal, signal: AbortSignal): Promise<ExitCode> =>
  withDatabase(
    (database) =>
      withLog(database, (log) =>
        withVault(database, (vault) => createOwnerLink(terminal, database.config, log, vault)),
      ),
    signal,
  );

export const passwordsCost = (terminal: Terminal, choice: PasswordCostChoice, signal: AbortSignal): Promise<ExitCode> =>
  withDatabase(
    (database) => withVault(database, ({ passwordCosts }) => passwordCost(terminal, passwordCosts, choice)),
    signal,
  );

export const logStatistics = (terminal: Terminal, signal: AbortSignal): Promise<ExitCode> =>
  withDatabase(
    (database) =>
      withLog(database, (log) =>
        isPostgres(database.logUrl)
          ? withClient(database.logUrl, (client) => logStats(terminal, client))
          : logStatsByReading(terminal, log),
      ),
    signal,
  );

export const logTail = (
  terminal: Terminal,
  options: TailOptions & { readonly open: boolean },
  signal: AbortSignal,
): Promise<ExitCode> =>
  withDatabase((database) =>
    withLog(database, (log) =>
      options.open
        ? withVault(database, (vault) => tailLog(terminal, log, showOpened(sealerOf(vault)), options, signal))
        : tailLog(terminal, log, showAsStored, options, signal),
    ),
  );

export const logExport = (terminal: Terminal, file: string | undefined, signal: AbortSignal): Promise<ExitCode> =>
  withDatabase((database) => withLog(database, (log) => exportLog(terminal, log, file, signal)));

/**
 * Runs `work` on the search index. A running server does the work, because it alone may touch the index. Otherwise this
 * process keeps the index for the time of the work.
 */
const withSearch = async <A>(
  terminal: Terminal,
  { config }: Database,
  { feed, identity }: { readonly feed: EventFeed; readonly identity: string },
  work: (search: Projection) => Promise<A>,
): Promise<A> => {
  const served = servedProjection(config.home, searchIndex);
  if (await isServed(served)) return work(served);
  const watch = {
    lost: (why: string) => terminal.remark(`The search index is useless and will be built again: ${why}`),
    purgeFailed: () => undefined,
    askFailed: () => undefined,
  };
  const search = openSearch({ folder: config.searchFolder, feed, identity, watch });
  try {
    return await work(search.projection);
  } finally {
    await search.close();
  }
};

const isServed = async ({ generations }: Projection): Promise<boolean> => {
  try {
    await generations();
  } catch (error) {
    // Any other error means that a server runs. With a home whose path is too long for a socket, no server can be
    // asked.
    return !(error instanceof NoServerRuns || error instanceof SocketPathTooLong);
  }
  return true;
};

const withProjections = <A>(
  terminal: Terminal,
  database: Database,
  work: (deps: ProjectionDeps) => Promise<A>,
): Promise<A> =>
  withLog(database, (log) =>
    withVault(database, async (vault) => {
      const pool = await openProjectionPool(database.url);
      try {
        await prepareRegistry(pool);
        const lineage = await lineageOf(pool, log.identity);
        if (lineage === undefined) {
          const why = 'The read models were built from another log than FILAMENT_EVENT_STORE_URL names.';
          throw new Stop(EXIT.problemFound, `${why} Start the server to build them again from this log.`);
        }
        const { feed } = createSealedEventStore({ log, sealer: sealerOf(vault) });
        const sink = postgresSink({ pool, url: database.url, lineage });
        const building = { feed, sink, nowMs: () => performance.now() };
        const inTables = tableModels.map((model) => projection(building, model));
        return await withSearch(terminal, database, { feed, identity: lineage }, (search) =>
          work({
            feed,
            projections: [...inTables, search],
            newestCut: () => newestCut(pool),
            keyGaps: () => keyGapsFound(pool),
          }),
        );
      } finally {
        await closed(pool.end());
      }
    }),
  );

export const projectionsList = (terminal: Terminal, signal: AbortSignal): Promise<ExitCode> =>
  withDatabase((database) => withProjections(terminal, database, (deps) => listProjections(terminal, deps)), signal);

export const projectionsRebuild = (terminal: Terminal, choice: Choice, signal: AbortSignal): Promise<ExitCode> =>
  withDatabase((database) =>
    withProjections(terminal, database, (deps) => rebuildProjections(terminal, deps, choice, signal)),
  );

export const projectionsVerify = (terminal: Terminal, choice: Choice, signal: AbortSignal): Promise<ExitCode> =>
  withDatabase((database) =>
    withProjections(terminal, database, (deps) => verifyProjections(terminal, deps, choice, signal)),
  );

export const doctor = (terminal: Terminal, full: boolean, signal: AbortSignal): Promise<ExitCode> =>
  withDatabase(
    (database) => runDoctor(terminal, database, full, (work) => withProjections(terminal, database, work)),
    signal,
  );
