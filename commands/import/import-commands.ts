import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Receipt } from '#commands/commands.ts';
import type { TimeInvalid } from '#commands/import/rejections.ts';
import type { ImportedName } from '#domain/account/values.ts';
import type { ChannelName } from '#domain/channel/values.ts';
import type { GuildName } from '#domain/guild/values.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { ChannelId, GuildId, ImportId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { AttemptReused, ChannelUnknown, GuildUnknown, TooManyChannels } from '#domain/kernel/rejection.ts';
import type { MessageKind } from '#domain/message/events.ts';
import type { MessageContent } from '#domain/message/values.ts';

/** Capabilities of an import. It reads no password and makes no token, so it needs fewer ports. */
export type ImportCapabilities = Pick<Capabilities, 'store' | 'clock' | 'ids' | 'folds'>;

type Import<I, R, A> = (intent: I & { readonly importId: ImportId }) => TaskEither<R | CommandFailure, Receipt<A>>;

/**
 * Commands of an import, which the operator runs. They take values in the form in which these are stored. All ids follow
 * from the import's id and from these values, so a second run appends nothing and completes a run that was cut short.
 */
export type ImportCommands = {
  /** Makes the guild of the import, if it does not exist. `GuildUnknown` says that it was deleted since. */
  readonly importGuild: Import<
    { readonly name: GuildName; readonly ownerId: UserId },
    GuildUnknown,
    { readonly guildId: GuildId }
  >;
  /** Makes the text channel of a name, if it does not exist. `ChannelUnknown` says that it was deleted since. */
  readonly importChannel: Import<
    { readonly guildId: GuildId; readonly name: ChannelName },
    TooManyChannels | GuildUnknown | ChannelUnknown,
    { readonly channelId: ChannelId }
  >;
  /** Makes the account of a name and lets it join the guild. An author who left or was kicked does not join again. */
  readonly importAuthor: Import<
    { readonly guildId: GuildId; readonly name: ImportedName },
    GuildUnknown,
    { readonly userId: UserId }
  >;
  /**
   * Imports a message. It checks no authority and reads nothing, so that thousands may be under way at once.
   * `line` tells two messages of an import apart. It is the same in every run.
   */
  readonly importMessage: Import<
    {
      readonly guildId: GuildId;
      readonly channelId: ChannelId;
      readonly authorId: UserId;
      readonly kind: MessageKind;
      readonly content: MessageContent;
      readonly sentAt: Instant;
      readonly line: string;
    },
    TimeInvalid | AttemptReused,
    { readonly messageId: MessageId; readonly alreadyThere: boolean }
  >;
};
