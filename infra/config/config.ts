import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sequenceS } from 'fp-ts/lib/Apply.js';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import { MIB } from '#domain/kernel/units.ts';
import type { Network } from '#gateway/limits/client-address.ts';
import { RATES, type Rates } from '#gateway/limits/rates.ts';
import type { Secret } from '#infra/watch/secret.ts';
import type { ListenerAddress } from './codecs.ts';
import {
  ALL_VARIABLES,
  CONNECTION_VARIABLES,
  FILE_VARIABLES,
  NOT_OURS,
  RATE_VARIABLES,
  VARIABLES,
  type Variable,
} from './variables.ts';

/** Place and limits of the files that users send. The address of a bucket stands in place of the folder. */
export type FilesConfig = {
  readonly root: string;
  readonly address: Secret | undefined;
  readonly fileBytesMax: number;
  /** Bytes of all files together. */
  readonly quotas: { readonly server: number; readonly guild: number; readonly user: number };
};

/** The decoded configuration. Paths are absolute. A part that is `undefined` is embedded or absent. */
export type Config = {
  readonly home: string;
  /** Folder of the search index, in `home`. */
  readonly searchFolder: string;
  readonly host: string;
  readonly port: number;
  readonly metricsPort: number;
  /** An origin, without a slash at the end. */
  readonly publicUrl: string | undefined;
  readonly registration: 'open' | 'invite' | 'closed';
  readonly undoDays: number;
  readonly databaseUrl: Secret | undefined;
  readonly eventStoreUrl: Secret | undefined;
  readonly files: FilesConfig;
  readonly trustedProxies: ReadonlyArray<Network>;
  readonly logLevel: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
  /** An origin, without a slash at the end. */
  readonly apiUrl: string | undefined;
  readonly clamavAddress: ListenerAddress | undefined;
  readonly roles: ReadonlyArray<'api' | 'gateway' | 'projector'>;
  readonly rates: Rates;
  /** Limits of gateway connections that an operator may change, under the gateway's names. */
  readonly connections: Readonly<Record<keyof typeof CONNECTION_VARIABLES, number>>;
};

export type Environment = Readonly<Record<string, string | undefined>>;
/** Sentences for the operator, one for each fault. They name variables and never show values. */
export type Faults = ReadonlyArray<string>;

const together = sequenceS(E.getApplicativeValidation(RA.getSemigroup<string>()));

/** Reads a variable. An empty variable counts as unset, as in compose files and unit files. */
const given = (environment: Environment, name: string): string | undefined => environment[name] || undefined;

const fromFile = (name: string, file: string): E.Either<Faults, string> =>
  E.tryCatch(
    () => readFileSync(file, 'utf8').replace(/\r?\n$/, ''),
    (error) => [`${name}_FILE cannot be read: ${error instanceof Error && 'code' in error ? error.code : 'unknown'}`],
  );

const textOf = (
  { name, secret, fallback }: Variable<unknown>,
  environment: Environment,
): E.Either<Faults, string | undefined> => {
  const here = given(environment, name);
  const file = secret ? given(environment, `${name}_FILE`) : undefined;
  if (file === undefined) return E.right(here ?? fallback);
  return here === undefined ? fromFile(name, file) : E.left([`${name} and ${name}_FILE are both set`]);
};

const optional =
  (environment: Environment) =>
  <A>(variable: Variable<A>): E.Either<Faults, A | undefined> =>
    pipe(
      textOf(variable, environment),
      E.flatMap((text) =>
        text === undefined
          ? E.right(undefined)
          : pipe(
              variable.codec.decode(text),
              E.mapLeft((errors) => errors.map((error) => `${variable.name} ${error.message ?? 'is wrong'}`)),
            ),
      ),
    );

const required =
  (environment: Environment) =>
  <A>(variable: Variable<A>): E.Either<Faults, A> =>
    pipe(optional(environment)(variable), E.flatMap(E.fromNullable<Faults>([`${variable.name} is not set`])));

const knownNames = new Set(ALL_VARIABLES.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])));

/** Refuses unknown variables. A misspelt one would silently leave the default in force. */
const noStrangers = (environment: Environment): E.Either<Faults, void> => {
  const strangers = Object.keys(environment).filter(
    (name) => name.startsWith('FILAMENT_') && !knownNames.has(name) && !NOT_OURS.test(name),
  );
  return strangers.length === 0
    ? E.right(undefined)
    : E.left(strangers.map((name) => `${name} is not a variable of Filament`));
};

const ratesOf = (environment: Environment): E.Either<Faults, Rates> =>
  pipe(
    RATE_VARIABLES.map(([name, variable]) =>
      pipe(
        required(environment)(variable),
        E.map((times) => [name, { times, withinMs: RATES[name].withinMs }] as const),
      ),
    ),
    RA.sequence(E.getApplicativeValidation(RA.getSemigroup<string>())),
    E.map((rates) => ({ ...RATES, ...Object.fromEntries(rates) })),
  );

/** Decodes an environment. All faults come together, so that the operator mends them in one go. */
export const decodeConfig = (environment: Environment): E.Either<Faults, Config> => {
  const may = optional(environment);
  const must = required(environment);
  return pipe(
    together({
      strangers: noStrangers(environment),
      home: must(VARIABLES.home),
      host: must(VARIABLES.host),
      port: must(VARIABLES.port),
      metricsPort: must(VARIABLES.metricsPort),
      publicUrl: may(VARIABLES.publicUrl),
      registration: must(VARIABLES.registration),
      undoDays: must(VARIABLES.undoDays),
      databaseUrl: may(VARIABLES.databaseUrl),
      eventStoreUrl: may(VARIABLES.eventStoreUrl),
      files: together({
        root: may(VARIABLES.attachmentRoot),
        address: may(VARIABLES.attachmentUrl),
        fileBytesMax: must(FILE_VARIABLES.fileBytesMax),
        userMib: must(FILE_VARIABLES.userMib),
        guildMib: must(FILE_VARIABLES.guildMib),
        serverMib: must(FILE_VARIABLES.serverMib),
      }),
      trustedProxies: may(VARIABLES.trustedProxies),
      logLevel: must(VARIABLES.logLevel),
      roles: must(VARIABLES.roles),
      apiUrl: may(VARIABLES.apiUrl),
      clamavAddress: may(VARIABLES.clamavAddress),
      rates: ratesOf(environment),
      connections: together({
        connectionsPerUser: must(CONNECTION_VARIABLES.connectionsPerUser),
        connectionsPerAddress: must(CONNECTION_VARIABLES.connectionsPerAddress),
        unidentified: must(CONNECTION_VARIABLES.unidentified),
      }),
    }),
    E.map(({ strangers: _none, trustedProxies, files: { root, userMib, guildMib, serverMib, ...files }, ...read }) => ({
      ...read,
      files: {
        ...files,
        root: root ?? join(read.home, 'attachments'),
        quotas: { server: serverMib * MIB, guild: guildMib * MIB, user: userMib * MIB },
      },
      searchFolder: join(read.home, 'search'),
      trustedProxies: trustedProxies ?? [],
    })),
  );
};
