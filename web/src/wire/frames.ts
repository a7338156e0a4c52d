/**
 * Decodes each frame of the server, and passes over fields that a newer server adds. A malformed frame ends the
 * connection.
 */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import { readServerFrame } from '#gateway/protocol/envelope.ts';
import type { ServerFrame } from '#gateway/protocol/frames.ts';

/**
 * UTF-16 units of one frame. A longer frame counts as malformed. The longest frame of the server is the snapshot
 * of a thousand guilds with their channels.
 */
const SERVER_FRAME_CHARS_MAX = 32 * 1024 * 1024;

export type ReceivedFrame =
  | { readonly kind: 'frame'; readonly frame: ServerFrame | Dispatch }
  /** A frame with a name that this client does not know, from a newer server. The client ignores it. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed'; readonly why: string };

export const receive = (text: string): ReceivedFrame => {
  if (text.length > SERVER_FRAME_CHARS_MAX) return { kind: 'malformed', why: 'the frame is too long' };
  const decoded = readServerFrame(text);
  if (!isLeft(decoded)) return { kind: 'frame', frame: decoded.right };
  const { name, message } = decoded.left;
  return message === 't is not the name of a known frame'
    ? { kind: 'unknown' }
    : { kind: 'malformed', why: `${name ?? 'frame'}: ${message}` };
};
