import { partsOf, type StreamName } from '#domain/kernel/stream.ts';
import type { UndoneThing } from '#domain/kernel/undo.ts';

/** Names the thing that a stream is about, for an entry that was not read. */
export const thingOf = (stream: StreamName): UndoneThing => {
  const parts = partsOf(stream);
  switch (parts?.kind) {
    case 'member':
      return { what: 'member', id: parts.userId };
    case 'channel':
      return { what: 'channel', id: parts.channelId };
    case 'message':
      return { what: 'message', id: parts.messageId };
    case 'guild':
      return { what: 'guild', id: parts.guildId };
    default:
      return { what: 'guild', id: stream };
  }
};
