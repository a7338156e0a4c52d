import type { ChannelId, UserId } from '#domain/kernel/ids.ts';

/** Move of a read marker by any process. */
export type MarkerMove = { readonly userId: UserId; readonly channelId: ChannelId };

/** Hears which read markers moved, in any process of this server. */
export type MarkerMoves = {
  /**
   * Calls `moved` for each move from now on. Calls `missed` when moves may have been missed, because the database was
   * away.
   */
  readonly follow: (listener: { readonly moved: (move: MarkerMove) => void; readonly missed: () => void }) => void;
};
