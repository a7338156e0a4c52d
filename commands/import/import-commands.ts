import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Receipt } from '#commands/commands.ts';
import type { AuthorInvalid, TimeInvalid } from '#commands/import/rejections.ts';
import type { ChannelNameInvalid } from '#domain/channel/rejections.ts';
import type { GuildNameInvalid } from '#domain/guild/rejections.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { ChannelId, GuildId, ImportId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { AttemptReused, ChannelUnknown, GuildUnknown, TooManyChannels } from '#domain/kernel/rejection.ts';
import type { MessageKind } from '#domain/message/events.ts';
import type { ContentInvalid } from '#domain/message/rejections.ts';

/** Capabilities of an import. It reads no password and makes no token, so it needs fewer ports. */
export type ImportCapabilities = Pick<Capabilities, 'store' | 'clock' | 'ids' | 'folds'>;

type Import<I, R, A> = (intent: I & { readonly importId: ImportId }) => TaskEither<R | CommandFailure, Receipt<A>>;

/**
 * Commands of an import, which the operator runs. All ids follow from the import's id and from the imported things. So
 * a second run appends nothing, and it completes a run that was cut short.
 */
export type ImportCommands = {
  /** Makes the guild of the import, if it does not exist. `GuildUnknown` says that it was deleted since. */
  readonly importGuild: Import<
    { readonly name: string; readonly ownerId: UserId },
    GuildNameInvalid | GuildUnknown,
    { readonly guildId: GuildId }
  >;
  /** Makes the text channel of a name, if it does not exist. `ChannelUnknown` says that it was deleted since. */
  readonly importChannel: Import<
    { readonly guildId: GuildId; readonly name: string },
    ChannelNameInvalid | TooManyChannels | GuildUnknown | ChannelUnknown,
    { readonly channelId: ChannelId }
  >;
  /** Makes the account of a name and lets it join the guild. An author who left or was kicked does not join again. */
  readonly importAuthor: Import<
    { readonly guildId: GuildId; readonly name: string },
    AuthorInvalid | GuildUnknown,
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
      readonly text: string;
      readonly sentAt: Instant;
      readonly line: string;
    },
    ContentInvalid | TimeInvalid | AttemptReused,
    { readonly messageId: MessageId; readonly alreadyThere: boolean }
  >;
};
