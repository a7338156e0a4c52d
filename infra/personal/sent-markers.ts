/**
 * Moves the markers of authors on to their own messages, beside the answers to them. All that wait are written
 * together. A crash loses what waits, and then the author's earlier marker counts.
 */
import type { SentPlace } from '#gateway/ports/read-markers.ts';
import type { StoredReadMarkers } from './read-markers.ts';

export type SentMarkers = {
  readonly sent: (place: SentPlace) => void;
  /** Resolves when all that was sent is written, or could not be. */
  readonly close: () => Promise<void>;
};

export const sentMarkers = (
  markers: Pick<StoredReadMarkers, 'sent'>,
  failed: (error: unknown) => void,
): SentMarkers => {
  let waiting = new Map<string, SentPlace>();
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    while (waiting.size > 0) {
      const places = [...waiting.values()];
      waiting = new Map();
      await markers.sent(places).catch(failed);
    }
    writing = undefined;
  };
  return {
    sent: (place) => {
      const key = `${place.userId} ${place.channelId}`;
      const known = waiting.get(key);
      if (known === undefined || known.position < place.position) waiting.set(key, place);
      writing ??= write();
    },
    close: async () => {
      await writing;
    },
  };
};
