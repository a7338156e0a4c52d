/** A whole server in this process, over real sockets, in a database of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MIB } from '#domain/kernel/units.ts';
import { RATES, type RateName, type Rates } from '#gateway/limits/rates.ts';
import { compose, type House } from '#infra/app/compose.ts';
import { openDoorway } from '#infra/app/doorway.ts';
import { occupancy } from '#infra/app/occupancy.ts';
import { publicUrlOf } from '#infra/app/origins.ts';
import type { FilesConfig } from '#infra/config/config.ts';
import { openLog } from '#infra/watch/log.ts';
import { makeMetrics } from '#infra/watch/metrics.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { closedOnce } from '#infra/workshop/testkit/left-open.ts';

export type ServerOptions = {
  /** Database of the server. By default a fresh one is created, and dropped at the end. */
  readonly databaseUrl?: string;
  /** Roles of the process. By default all of them. */
  readonly roles?: Parameters<typeof compose>[0]['roles'];
  /** URL of the writing process, for a process that plays `gateway` beside it. */
  readonly apiUrl?: string;
  /** Event store of the server. By default its database. */
  readonly eventStoreUrl?: string;
  readonly registration?: 'open' | 'invite' | 'closed';
  /** Days in which a removal can be undone, as the operator sets them. */
  readonly undoDays?: number;
  readonly files?: Partial<FilesConfig>;
  /** Port of the server. By default any free one. A server that restarts at the same URL must name it. */
  readonly port?: number;
  /** Rates of the server. Every rate limit stays on, and the ones named here have another number. */
  readonly rates?: Partial<Record<RateName, number>>;
  readonly webFolder?: string;
  /** Folder of the search index. By default a fresh one, which is removed at the end. */
  readonly searchFolder?: string;
  /** Proxies whose `X-Forwarded-For` and `Forwarded` headers are believed. */
  readonly trustedProxies?: Parameters<typeof compose>[0]['trustedProxies'];
};

export type TestServer = {
  /** URL without a slash at the end. */
  readonly url: string;
  readonly databaseUrl: string;
  /** Secret that claims the server, once. */
  readonly ownerSecret: string;
  /** Every logged line, as it was written. */
  readonly logged: ReadonlyArray<string>;
  readonly importConversation: House['importConversation'];
  readonly stop: () => Promise<void>;
};

const CHEAP = { memoryCost: 1_024, timeCost: 2, parallelism: 1 };
/** Number of every rate. The people of a test share one address and do in a second what others do in a day. */
const STORY_TIMES = 10_000;

const ratesOf = (named: Partial<Record<RateName, number>>): Rates =>
  Object.fromEntries(
    Object.entries(RATES).map(([name, { withinMs }]) => [
      name,
      { withinMs, times: named[name as RateName] ?? STORY_TIMES },
    ]),
  ) as Rates;

const open = async (
  options: ServerOptions,
  databaseUrl: string,
  searchFolder: string,
): Promise<Omit<TestServer, 'databaseUrl'> & { readonly house: House }> => {
  const door = await openDoorway('127.0.0.1', options.port ?? 0);
  const publicUrl = publicUrlOf(undefined, '127.0.0.1', door.port);
  const logged: string[] = [];
  const log = openLog('debug', { write: (line) => void logged.push(line) });
  try {
    const stopping = new AbortController();
    const openHouse = async () => {
      const house = await compose(
        {
          databaseUrl,
          eventStoreUrl: options.eventStoreUrl ?? databaseUrl,
          publicUrl,
          ...(options.roles === undefined ? {} : { roles: options.roles }),
          apiUrl: options.apiUrl,
          registration: options.registration ?? 'open',
          ...(options.undoDays === undefined ? {} : { undoDays: options.undoDays }),
          rates: ratesOf(options.rates ?? {}),
          trustedProxies: options.trustedProxies ?? [],
          searchFolder,
          files: {
            root: join(searchFolder, '..', 'attachments'),
            address: undefined,
            fileBytesMax: 25 * MIB,
            quotas: { server: 1_024 * MIB, guild: 1_024 * MIB, user: 1_024 * MIB },
            ...options.files,
          },
          webFolder: options.webFolder ?? fileURLToPath(new URL('../../../web/dist', import.meta.url)),
          passwordCost: CHEAP,
          dangerouslyAcceptVolatile: true,
        },
        log,
        makeMetrics(),
        { building: () => undefined, stop: stopping.signal, passed: () => undefined },
      );
      return { house, close: house.close };
    };
    const occupied = occupancy({
      door,
      stop: stopping.signal,
      cutBack: (why) => log.error({ why }, 'the log was cut back: this process begins anew'),
      open: openHouse,
    });
    const house = await occupied.begin();
    if (house === undefined) throw new Error('the server was stopped while it started');
    const staying = occupied.stay();
    const stop = async (): Promise<void> => {
      stopping.abort();
      await staying;
      const answered = door.close();
      await occupied.sendAway();
      door.slam();
      await answered;
      await occupied.close();
    };
    return {
      url: publicUrl.origin,
      ownerSecret: (await house.ownerSecret()) ?? '',
      logged,
      importConversation: house.importConversation,
      house,
      stop,
    };
  } catch (error) {
    door.slam();
    await door.close();
    throw error;
  }
};

export const startServer = async (options: ServerOptions = {}): Promise<TestServer> => {
  const database =
    options.databaseUrl === undefined
      ? await freshDatabase()
      : { url: options.databaseUrl, drop: async () => undefined };
  const home = await mkdtemp(join(tmpdir(), 'filament-server-'));
  const clear = async (): Promise<void> => {
    await rm(home, { recursive: true, force: true });
    await database.drop();
  };
  try {
    const searchFolder = options.searchFolder ?? join(home, 'search');
    const { house: _, stop, ...server } = await open(options, database.url, searchFolder);
    return {
      ...server,
      databaseUrl: database.url,
      stop: closedOnce(async () => {
        await stop();
        await clear();
      }),
    };
  } catch (error) {
    await clear();
    throw error;
  }
};
