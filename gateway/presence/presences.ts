/** Presences of one gateway: what its listeners do, what they hear, and what the other gateways hear. */
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import type { AudienceChange } from '#gateway/dispatch/audience-change.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import type { Whispers } from '#gateway/ports/whispers.ts';
import { choiceOf, type DatedChoice, NO_CHOICE } from '#gateway/presence/choice.ts';
import { otherGateways } from '#gateway/presence/other-gateways.ts';
import type { KnownHours } from '#gateway/presence/presence-memory.ts';
import { PresenceTelling } from '#gateway/presence/presence-telling.ts';
import { TypingTelling } from '#gateway/presence/typing.ts';
import type { PresenceChoice, PresenceRequest } from '#gateway/protocol/presence.ts';
import type { Presence } from '#gateway/protocol/resources.ts';

/** Parts of a snapshot about presences. `presence` is missing while the user has chosen nothing. */
export type PresenceView = { readonly presences: ReadonlyArray<Presence>; readonly presence?: PresenceChoice };

export type Presences<L> = {
  /**
   * Takes a listener that is in its guilds, with the choice that the server kept, or else the one that its client
   * brought. Answers its part of the snapshot.
   */
  readonly came: (
    listener: L,
    brought: PresenceRequest | undefined,
    kept?: DatedChoice,
    settings?: KnownHours,
  ) => PresenceView;
  /** Takes the settings of a user, whose quiet hours may show. */
  readonly settled: (userId: UserId, settings: KnownHours) => void;
  /** Takes the choice of a user. Answers false when the text of the custom status is not allowed. */
  readonly set: (listener: L, wish: PresenceRequest) => boolean;
  readonly left: (listener: L) => void;
  readonly typingStarted: (listener: L, channel: ChannelId) => void;
  /** Lists the presences of those users who are not offline. The caller has found that the reader may see them. */
  readonly of: (users: ReadonlyArray<UserId>) => ReadonlyArray<Presence>;
  /** Takes a change of the audience. `departed` are the listeners that it removed. */
  readonly changed: (change: AudienceChange, departed: Iterable<L>, at: Position) => void;
  /** Takes that a listener came into a guild after its snapshot. */
  readonly entered: (listener: L, guild: GuildId) => void;
  /** Tells what changed. The server calls it once a second. Answers the number of frames for listeners. */
  readonly tell: () => number;
  readonly stop: () => void;
};

const activityOf = (wish: PresenceRequest | undefined) => (wish?.away === true ? 'away' : 'active');

export const presences = <L extends Listener>(deps: {
  readonly audience: Audience<L>;
  readonly whispers: Whispers;
  readonly now: () => Instant;
  readonly graceMs: number;
  /** Hears each new choice of a user here. */
  readonly chosen?: (userId: UserId, presence: DatedChoice) => void;
}): Presences<L> => {
  const { audience, now } = deps;
  const telling = new PresenceTelling(audience, deps.graceMs);
  const typing = new TypingTelling(audience);
  const { memory } = telling;
  const others = otherGateways({
    whispers: deps.whispers,
    memory,
    position: () => audience.currentPosition(),
    now,
    typed: (heard) => typing.tell(heard),
  });

  return {
    came: (listener, brought, kept, settings) => {
      const { userId } = listener;
      // A client that kept a status which is no longer allowed comes in without a choice.
      const choice = brought === undefined ? undefined : choiceOf(brought);
      const dated: DatedChoice = kept ?? (choice === undefined ? NO_CHOICE : { choice, at: 0 });
      if (kept === undefined && choice !== undefined) deps.chosen?.(userId, dated);
      memory.came(listener, userId, audience.guildsOf(listener), dated, activityOf(brought));
      if (settings !== undefined) memory.settled(userId, settings, now());
      const chosen = memory.choice(userId);
      return { presences: telling.listed(listener), ...(chosen.at < 0 ? {} : { presence: chosen.choice }) };
    },
    settled: (userId, settings) => memory.settled(userId, settings, now()),
    set: (listener, wish) => {
      const choice = choiceOf(wish);
      if (choice === undefined) return false;
      const known = memory.choice(listener.userId);
      const activity = activityOf(wish);
      // A client repeats its choice when its user goes away or comes back. That makes the choice no newer.
      const turned = memory.activityAt(listener, listener.userId) !== activity;
      const isSame = JSON.stringify(known.choice) === JSON.stringify(choice);
      const dated = turned && isSame ? known : { choice, at: millisOf(now()) };
      memory.set(listener, listener.userId, dated, activity);
      if (!isSame) deps.chosen?.(listener.userId, dated);
      return true;
    },
    left: (listener) => memory.left(listener, listener.userId, now()),
    typingStarted: (listener, channel) => {
      const told = typing.started(listener, channel, now());
      if (told !== undefined) others.typing(told);
    },
    of: (users) => telling.of(users),
    changed: (change, departed, at) => {
      if (change.kind === 'MemberGone' || change.kind === 'GuildGone') telling.lost(departed, change.guildId);
      memory.changed(change, at);
    },
    entered: (listener, guild) => telling.entered(listener, guild),
    tell: () => {
      const frames = telling.tell(now());
      others.tick(telling.takeHere(), now());
      return frames;
    },
    stop: () => others.bye(),
  };
};
