import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Receipt } from '#commands/commands.ts';
import { importAuthor } from '#commands/import/import-author.ts';
import { importChannel } from '#commands/import/import-channel.ts';
import { importGuild } from '#commands/import/import-guild.ts';
import { importMessage } from '#commands/import/import-message.ts';
import type { AuthorInvalid, TimeInvalid } from '#commands/import/rejections.ts';
import type { ChannelNameInvalid } from '#domain/channel/rejections.ts';
import type { GuildNameInvalid } from '#domain/guild/rejections.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { ChannelId, GuildId, ImportId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { AttemptReused, ChannelUnknown, GuildUnknown, TooManyChannels } from '#domain/kernel/rejection.ts';
import type { MessageKind } from '#domain/message/events.ts';
import type { ContentInvalid } from '#domain/message/rejections.ts';

/** An import asks for no password and mints no token, so a process that only imports need not be able to. */
export type ImportCapabilities = Pick<Capabilities, 'store' | 'clock' | 'ids' | 'folds'>;

type Import<I, R, A> = (intent: I & { readonly importId: ImportId }) => TaskEither<R | CommandFailure, Receipt<A>>;

/**
 * What the operator's import asks of the write side. All ids follow from the import's id and from what is imported,
 * so running an import again appends nothing, and one that was killed is continued by running it again.
 */
export type ImportCommands = {
  /** The guild of this import, made when it is not there. `GuildUnknown`: it was deleted since. */
  readonly importGuild: Import<
    { readonly name: string; readonly ownerId: UserId },
    GuildNameInvalid | GuildUnknown,
    { readonly guildId: GuildId }
  >;
  /** One name is one text channel. `ChannelUnknown`: it was deleted since. */
  readonly importChannel: Import<
    { readonly guildId: GuildId; readonly name: string },
    ChannelNameInvalid | TooManyChannels | GuildUnknown | ChannelUnknown,
    { readonly channelId: ChannelId }
  >;
  /** One name is one account, and a member of the guild unless they were removed since. */
  readonly importAuthor: Import<
    { readonly guildId: GuildId; readonly name: string },
    AuthorInvalid | GuildUnknown,
    { readonly userId: UserId }
  >;
  /**
   * Asks nobody for authority and reads nothing, so that thousands may be under way at once.
   * `line` tells two messages of an import apart, and is the same whenever the same message is imported.
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

export const importCommands = (can: ImportCapabilities): ImportCommands => ({
  importGuild: importGuild(can),
  importChannel: importChannel(can),
  importAuthor: importAuthor(can),
  importMessage: importMessage(can),
});
