/** Runs `filament import` inside the process that writes the log: the server, or the command itself. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Receipt } from '#commands/commands.ts';
import type { ImportCommands } from '#commands/import/import-commands.ts';
import type { IdSource } from '#commands/ports/id-source.ts';
import { GuildName } from '#domain/guild/values.ts';
import { type CommandFailure, isFailure, type StoreUnavailable } from '#domain/kernel/failure.ts';
import type { CommandId, GuildId, ImportId, UserId } from '#domain/kernel/ids.ts';
import { readText } from '#domain/kernel/text.ts';
import {
  type Away,
  type ImportTally,
  type ImportTarget,
  type PlacedLine,
  runImport,
  type Unfit,
} from '#infra/operate/import/run-import.ts';

export type ImportRequest = {
  readonly guildName: string;
  readonly source: AsyncIterable<Buffer>;
  readonly onProgress: (tally: ImportTally) => void;
  readonly signal: AbortSignal;
};
export type ImportReport = ImportTally & { readonly guildId: GuildId; readonly importId: ImportId };

const readName = readText(GuildName, (why) => why);

/** Refusal of an import before anything was imported. The operator can mend the cause. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
}

type Deps = {
  readonly imports: ImportCommands;
  readonly serverOwner: TaskEither<StoreUnavailable, UserId | undefined>;
  readonly ids: IdSource;
};

/**
 * Command id of every import. An import is known by the guild name alone, as it is stored, so a later import under that
 * name continues it.
 */
const ALWAYS = '0'.repeat(26) as CommandId;
const importIdOf = (ids: IdSource, guildName: GuildName): ImportId => ids.entityId(ALWAYS, guildName, 'ImportId');

type Rejection =
  | { readonly kind: string; readonly why: string }
  | { readonly kind: 'TooManyChannels'; readonly max: number }
  | { readonly kind: 'GuildUnknown' | 'ChannelUnknown' | 'AttemptReused' | 'Contention' };

const inWords = (rejection: Rejection): string => {
  if ('max' in rejection) return `needs a channel beyond the ${rejection.max} that a guild may have`;
  if ('why' in rejection) return `is refused: ${rejection.why}`;
  switch (rejection.kind) {
    case 'ChannelUnknown':
      return 'goes to a channel that was deleted after an earlier import';
    case 'GuildUnknown':
      return 'goes to a guild that was deleted after an earlier import';
    default:
      return 'differs from the line that was imported in its place before';
  }
};

const judged = async <R extends Rejection, A>(
  asked: TaskEither<R | CommandFailure, Receipt<A>>,
): Promise<Either<Unfit | Away, Receipt<A>>> => {
  const outcome = await asked();
  if (!isLeft(outcome)) return outcome;
  const problem = outcome.left;
  if (!isFailure(problem)) return left({ kind: 'Unfit', reason: inWords(problem) });
  return left({ kind: 'Away', why: 'why' in problem ? problem.why : 'too many writers compete for the same stream' });
};

const value = <A, B>(outcome: Either<Unfit | Away, Receipt<A>>, pick: (done: A) => B): Either<Unfit | Away, B> =>
  isLeft(outcome) ? outcome : right(pick(outcome.right.value));

/**
 * Identity of one message, from the form in which it is stored. The content stands last, so that two different messages
 * never have one identity.
 */
const identityOf = ({ channel, author, kind, occurrence, content }: PlacedLine): string =>
  `${channel}\n${author}\n${kind}\n${occurrence}\n${content}`;

const targetOf = (imports: ImportCommands, importId: ImportId, guildId: GuildId): ImportTarget => ({
  channel: async (name) =>
    value(await judged(imports.importChannel({ importId, guildId, name })), ({ channelId }) => channelId),
  author: async (name) =>
    value(await judged(imports.importAuthor({ importId, guildId, name })), ({ userId }) => userId),
  message: async (line) => {
    const { channelId, authorId, kind, content, at } = line;
    const message = { importId, guildId, channelId, authorId, kind, content, sentAt: at, line: identityOf(line) };
    const stored = await judged(imports.importMessage(message));
    return isLeft(stored)
      ? stored
      : right({ position: stored.right.position, repeated: stored.right.value.alreadyThere });
  },
});

/**
 * Imports a conversation into a guild.
 * @throws ImportRefused before anything is read, ImportFailed when the store stays away.
 */
export const importConversation =
  ({ imports, serverOwner, ids }: Deps) =>
  async ({ guildName, source, onProgress, signal }: ImportRequest): Promise<ImportReport> => {
    const owner = await serverOwner();
    if (isLeft(owner)) throw new ImportRefused(`the event log is away: ${owner.left.why}`);
    if (owner.right === undefined) {
      throw new ImportRefused('this server has no owner yet, and the guild needs one: claim the server first');
    }
    const name = readName(guildName);
    if (isLeft(name)) throw new ImportRefused(`the import is refused: ${name.left}`);
    const importId = importIdOf(ids, name.right);
    const guild = await judged(imports.importGuild({ importId, name: name.right, ownerId: owner.right }));
    if (isLeft(guild)) {
      const { left: problem } = guild;
      throw new ImportRefused(problem.kind === 'Away' ? problem.why : `the import ${problem.reason}`);
    }
    const { guildId } = guild.right.value;
    const tally = await runImport(targetOf(imports, importId, guildId), source, onProgress, signal);
    return { ...tally, guildId, importId };
  };
export type ImportConversation = ReturnType<typeof importConversation>;
