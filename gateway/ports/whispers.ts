/** Whispers go from one gateway process to the others. They are no events: one may be lost, and no log holds any. */
import { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import { GUILDS_LISTED_MAX, PRESENCES_LISTED_MAX } from '#gateway/protocol/limits.ts';
import { PresenceChoice } from '#gateway/protocol/presence.ts';
import { instant } from '#gateway/protocol/resources.ts';
import { flag, id, integer, listOf, object, oneOf, type TypeOf, tagged, text } from '#gateway/protocol/wire.ts';

/** Milliseconds since 1970 of a choice, 0 for one that a client brought along, and -1 without a choice. */
const chosenAt = integer({ min: -1, max: Number.MAX_SAFE_INTEGER });

/**
 * Activity of a user at one process: `active`, or `away` when no connection has input, or `gone` without connections.
 * `quiet` is said while quiet hours show the user as `dnd`, and only then, because an older process does not know it.
 */
export const UserWhisper = object(
  {
    user: id(UserId),
    activity: oneOf('active', 'away', 'gone'),
    choice: PresenceChoice,
    at: chosenAt,
    guilds: listOf(id(GuildId), GUILDS_LISTED_MAX),
  },
  { quiet: flag },
);
export type UserWhisper = TypeOf<typeof UserWhisper>;

const one = <K extends string>(kind: K) => ({ kind: oneOf(kind) });
/**
 * Whisper of one process. `through` is the log position up to which the process knows who is in which guild. `who`
 * asks the others for their users, `pulse` says that the process is there, and `bye` that it stops.
 */
export const Whisper = tagged('kind', {
  typing: object({ ...one('typing'), channel: id(ChannelId), user: id(UserId), at: instant }),
  users: object({ ...one('users'), through: text({ max: 20 }), users: listOf(UserWhisper, PRESENCES_LISTED_MAX) }),
  who: object(one('who')),
  pulse: object(one('pulse')),
  bye: object(one('bye')),
});
export type Whisper = TypeOf<typeof Whisper>;

export type Whispers = {
  /** Tells the other processes, at most once. It never throws. */
  readonly tell: (whisper: Whisper) => void;
  /** Hears the others from now on. `process` names the one that whispered. `joined` is called after each gap. */
  readonly follow: (heard: (whisper: Whisper, process: string) => void, joined: () => void) => void;
};

/** Whispers of a process that is alone. */
export const NO_WHISPERS: Whispers = { tell: () => undefined, follow: () => undefined };
