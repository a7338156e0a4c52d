import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';

/** Move of a read marker by any process. */
export type MarkerMove = { readonly userId: UserId; readonly channelId: ChannelId };

/** Listener of changes in the personal store. */
export type PersonalListener = {
  readonly moved: (move: MarkerMove) => void;
  /** Hears that the settings of a user changed. */
  readonly settingsChanged: (userId: UserId) => void;
  /** Hears that a user saved this message, or took it away. */
  readonly savedChanged: (userId: UserId, messageId: MessageId) => void;
  /** Hears that changes may have been missed, because the database was away. */
  readonly missed: () => void;
};

/** Hears what changed in the personal store, by any process of this server. */
export type PersonalChanges = {
  /** Tells the listener each change from now on. */
  readonly follow: (listener: PersonalListener) => void;
};
