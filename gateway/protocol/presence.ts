/** Choice of a user how others see them. The choice lives in memory, and no log holds it (0042). */
import { CUSTOM_STATUS_CHARS_MAX } from '#gateway/protocol/limits.ts';
import { CustomStatus, instant } from '#gateway/protocol/resources.ts';
import { flag, nullable, object, oneOf, sentText, type TypeOf } from '#gateway/protocol/wire.ts';

const choice = oneOf('online', 'idle', 'dnd', 'invisible');
/** Choice of a user, as a client sends it. `away` says that this connection had no input for ten minutes. */
export const PresenceRequest = object(
  { status: choice },
  {
    custom_status: nullable(object({ text: sentText(CUSTOM_STATUS_CHARS_MAX), until: nullable(instant) })),
    away: flag,
  },
);
export type PresenceRequest = TypeOf<typeof PresenceRequest>;
/** Choice of a user, as the user's own connections hear it. */
export const PresenceChoice = object({ status: choice, custom_status: nullable(CustomStatus) });
export type PresenceChoice = TypeOf<typeof PresenceChoice>;
