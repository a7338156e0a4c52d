/**
 * Hears the moves of read markers from the database, whichever process made them. While its connection is away it hears
 * nothing, and says so when it is back.
 */
import type { ClientConfig } from 'pg';
import { ChannelId, UserId } from '#domain/kernel/ids.ts';
import type { MarkerMove, MarkerMoves } from '#gateway/ports/marker-moves.ts';
import { listening } from '#infra/database/listening-connection.ts';

/** Channel of the database on which a move is told, as the ids of the user and the channel. */
export const MOVES = 'filament_read_marker';

const moveIn = (payload: string): MarkerMove | undefined => {
  const [userId, channelId] = payload.split(' ');
  return UserId.is(userId) && ChannelId.is(channelId) ? { userId, channelId } : undefined;
};

type Listener = Parameters<MarkerMoves['follow']>[0];

/** Starts to listen, and resolves once it does. Rejects when the first connection fails. */
export const listenForMoves = async (
  connection: ClientConfig,
): Promise<MarkerMoves & { readonly close: () => Promise<void> }> => {
  const listeners: Array<Listener> = [];
  const close = await listening({ ...connection, application_name: 'filament read markers' }, MOVES, {
    heard: (payload) => {
      const move = moveIn(payload);
      if (move !== undefined) for (const { moved } of listeners) moved(move);
    },
    began: () => {
      for (const { missed } of listeners) missed();
    },
  });
  return {
    follow: (listener) => {
      listeners.push(listener);
    },
    close,
  };
};
