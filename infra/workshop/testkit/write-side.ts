/** A whole write side over doubles, with short functions to act as a user. */
import { createHmac } from 'node:crypto';
import { isLeft } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { encodeTime } from 'ulid';
import type { RegistrationMode, WritePorts } from '#commands/capabilities.ts';
import type { Attempt, MadeGuild, Receipt } from '#commands/commands.ts';
import { composeWriteSide, type WriteSide } from '#commands/compose.ts';
import type { Clock } from '#commands/ports/clock.ts';
import type { IdSource } from '#commands/ports/id-source.ts';
import type { CommandId, EventId, GuildId, Id, SessionId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf, millisOf, plusMillis } from '#domain/kernel/instant.ts';
import type { KeyedHash } from '#domain/kernel/stream.ts';
import { DAY_MS } from '#domain/kernel/units.ts';
import { type MemoryEventStore, memoryEventStore } from '#infra/workshop/testkit/memory-event-store.ts';
import { type MemoryFiles, memoryFiles } from '#infra/workshop/testkit/memory-files.ts';
import { memoryPace } from '#infra/workshop/testkit/memory-pace.ts';
import { memoryVault } from '#infra/workshop/testkit/memory-vault.ts';

const STARTED_AT = instantOf(Date.UTC(2026, 10, 23, 12));

const digest = (...parts: ReadonlyArray<string | number>): string =>
  createHmac('sha256', 'a key for tests').update(parts.join('\n')).digest('hex');

const TIME_CHARACTERS = 10;
const REST_CHARACTERS = 16;

/** Builds a ULID of this time from hex digits, which all belong to its alphabet. */
const ulidOf = <Kind extends string>(time: string, hex: string): Id<Kind> =>
  `${time}${hex.slice(0, REST_CHARACTERS).toUpperCase()}` as Id<Kind>;
const uuidOf = (hex: string): EventId =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` as EventId;

const idSource = ({ now }: Clock): IdSource => {
  let fresh = 0;
  return {
    // Each is newer than the one before, as those of one honest client are.
    freshCommandId: () => {
      const time = encodeTime(millisOf(now()), TIME_CHARACTERS);
      return ulidOf<'CommandId'>(time, (++fresh).toString(16).padStart(REST_CHARACTERS, '0'));
    },
    entityId: <Kind extends string>(command: CommandId, actor: string, what: Kind) =>
      ulidOf<Kind>(command.slice(0, TIME_CHARACTERS), digest('entity', command, actor, what)),
    eventId: (command, actor, stream, ordinal) => uuidOf(digest('event', command, actor, stream, ordinal)),
    code: (command, actor) => digest('code', command, actor).slice(0, 22),
  };
};

export type Person = { readonly userId: UserId; readonly sessionId: SessionId; readonly refreshToken: string };

export const PASSWORD = 'correct horse battery staple';

export type TestWriteSide = WriteSide & {
  readonly store: MemoryEventStore;
  readonly ports: WritePorts & { readonly files: MemoryFiles };
  readonly passTime: (ms: number) => void;
  readonly now: () => Instant;
  /** Registers a new user and logs them in. */
  readonly person: (name: string) => Promise<Person>;
  /** Lets people join a guild by a new invite. Returns the code of the invite. */
  readonly admit: (owner: Person, guildId: GuildId, ...people: ReadonlyArray<Person>) => Promise<string>;
  readonly freshCommandId: () => CommandId;
  readonly anonymous: () => { readonly commandId: CommandId; readonly correlation: string };
  /** Builds a new attempt by this person. */
  readonly by: (person: Person) => Attempt;
  /** Starts another process over the same log and vault. It remembers nothing and takes no turns with the first. */
  readonly restarted: () => TestWriteSide;
};

/** Returns the whole answer of an accepted command. The test fails when it was refused. */
export const right = async <R, A>(run: TE.TaskEither<R, A>): Promise<A> => {
  const outcome = await run();
  if (isLeft(outcome)) throw new Error(`refused: ${JSON.stringify(outcome.left)}`);
  return outcome.right;
};

/** Returns the value of an accepted command. */
export const accepted = async <R, A>(run: TE.TaskEither<R, Receipt<A>>): Promise<A> => (await right(run)).value;

/** Returns the reason why a command was refused. The test fails when it was accepted. */
export const refusal = async <R extends { readonly kind: string }, A>(run: TE.TaskEither<R, A>): Promise<R> => {
  const outcome = await run();
  if (isLeft(outcome)) return outcome.left;
  throw new Error(
    `accepted: ${JSON.stringify(outcome.right, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}`,
  );
};

export const testWriteSide = (registration: RegistrationMode = 'open'): TestWriteSide => {
  const store = memoryEventStore();
  const vault = memoryVault();
  const files = memoryFiles();
  let at = STARTED_AT;
  const clock: Clock = { now: () => at };
  const ids = idSource(clock);
  let secrets = 0;
  const tokenHash = (secret: string) => digest('token', secret);
  const ports: TestWriteSide['ports'] = {
    store,
    vault,
    pace: memoryPace(),
    files,
    ids,
    registration,
    texts: { eraseTexts: (stream, through) => TE.fromIO(() => store.erase(stream, through)) },
    undoMs: 7 * DAY_MS,
    clock,
    hasher: { hash: (purpose, text) => digest(purpose, text) as KeyedHash },
    passwords: {
      hash: (password) => TE.right(`hashed ${password}`),
      verify: (hash, password) => {
        if (hash === `hashed ${password}`) return TE.right('right');
        return TE.right(hash === `cheaply hashed ${password}` ? 'right at another cost' : 'wrong');
      },
    },
    tokens: {
      accessToken: (user, session) => TE.right(`access ${user} ${session}`),
      freshSecret: () => {
        const secret = digest('secret', ++secrets);
        return { secret, hash: tokenHash(secret) };
      },
      successorOf: (secret, attempt) => {
        const next = digest('successor', secret, attempt);
        return { secret: next, hash: tokenHash(next) };
      },
      hashOf: tokenHash,
    },
  };
  const side = composeWriteSide(ports);
  const anonymous = () => ({ commandId: ids.freshCommandId(), correlation: 'a request' });

  // The people of a test register in open mode, independent of the server's own mode.
  const door = composeWriteSide({ ...ports, registration: 'open' });
  const person = async (name: string): Promise<Person> => {
    const credentials = { username: name, password: PASSWORD };
    await accepted(door.commands.register({ ...anonymous(), ...credentials, invite: undefined }));
    return accepted(side.commands.login({ ...anonymous(), ...credentials, device: 'a test' }));
  };

  const by = ({ userId, sessionId }: Person): Attempt => ({ ...anonymous(), actor: userId, session: sessionId });
  const admit: TestWriteSide['admit'] = async (owner, guildId, ...people) => {
    const terms = { guildId, channelId: null, expiresInSecs: null, maxUses: null };
    const { code } = await accepted(side.commands.createInvite({ ...by(owner), ...terms }));
    for (const one of people) await accepted(side.commands.acceptInvite({ ...by(one), code }));
    return code;
  };

  const whole: TestWriteSide = {
    ...side,
    store,
    ports,
    person,
    admit,
    anonymous,
    restarted: () => ({ ...whole, ...composeWriteSide(ports) }),
    freshCommandId: ids.freshCommandId,
    passTime: (ms) => {
      at = plusMillis(at, ms);
    },
    now: () => at,
    by,
  };
  return whole;
};

/** Community in which three people meet. `ann` owns the guild. */
export type TestCommunity = {
  readonly ann: Person;
  readonly bob: Person;
  readonly carl: Person;
  readonly guild: MadeGuild;
};

export const communityOf = async (side: TestWriteSide): Promise<TestCommunity> => {
  const [ann, bob, carl] = [await side.person('ann'), await side.person('bob'), await side.person('carl')];
  const guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
  await side.admit(ann, guild.guildId, bob, carl);
  return { ann, bob, carl, guild };
};
