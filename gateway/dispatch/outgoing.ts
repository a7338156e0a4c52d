import type { EventName, NamedEvent } from '#domain/event-catalog.ts';
import type { RecordedEvent } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import type { User } from '#gateway/protocol/resources.ts';
import type { MemberView } from '#queries/queries.ts';

/**
 * An address names the listeners of a dispatch. `channel` means its subscribers, `readers` those of them who may read its
 * history, `viewers` the members who see the channel. `departed` means the listeners that this event removed, because no
 * other address reaches them.
 */
export type Address =
  | { readonly kind: 'channel' | 'readers'; readonly channelId: ChannelId; readonly guildId: GuildId | null }
  | { readonly kind: 'viewers'; readonly channelId: ChannelId; readonly guildId: GuildId }
  | { readonly kind: 'guild'; readonly guildId: GuildId }
  | { readonly kind: 'user'; readonly userId: UserId }
  | { readonly kind: 'departed' };

export type OutgoingDispatch = { readonly to: Address; readonly dispatch: Dispatch };

export type RecordedEventOf<N extends EventName> = RecordedEvent<NamedEvent<N>>;

/**
 * A telling makes the dispatches of an event. `about` names the user whose name the dispatch shows. A dispatch that shows
 * the actor of its event shows null when no user acted, as in an import.
 */
export type Telling<N extends EventName> =
  | { readonly kind: 'plain'; readonly tell: (recorded: RecordedEventOf<N>) => ReadonlyArray<OutgoingDispatch> }
  | {
      readonly kind: 'of-person';
      readonly about: (event: NamedEvent<N>) => UserId;
      readonly tell: (recorded: RecordedEventOf<N>, person: User) => ReadonlyArray<OutgoingDispatch>;
    }
  | {
      readonly kind: 'of-actor';
      readonly tell: (recorded: RecordedEventOf<N>, actor: User | null) => ReadonlyArray<OutgoingDispatch>;
    }
  | {
      /**
       * The dispatch shows a member as the read models have them. It is left out when the user is no member any more.
       */
      readonly kind: 'of-member';
      readonly tell: (recorded: RecordedEventOf<N>, member: MemberView) => ReadonlyArray<OutgoingDispatch>;
    };
export type Tellings<N extends EventName> = { readonly [K in N]: Telling<K> };

export const silent = { kind: 'plain', tell: () => [] } as const;
export const plain = <N extends EventName>(
  tell: (recorded: RecordedEventOf<N>) => ReadonlyArray<OutgoingDispatch>,
): Telling<N> => ({ kind: 'plain', tell });
export const ofPerson = <N extends EventName>(
  about: (event: NamedEvent<N>) => UserId,
  tell: (recorded: RecordedEventOf<N>, person: User) => ReadonlyArray<OutgoingDispatch>,
): Telling<N> => ({ kind: 'of-person', about, tell });
export const ofActor = <N extends EventName>(
  tell: (recorded: RecordedEventOf<N>, actor: User | null) => ReadonlyArray<OutgoingDispatch>,
): Telling<N> => ({ kind: 'of-actor', tell });

export const ofMember = <N extends EventName>(
  tell: (recorded: RecordedEventOf<N>, member: MemberView) => ReadonlyArray<OutgoingDispatch>,
): Telling<N> => ({ kind: 'of-member', tell });

export const toChannel = (channelId: ChannelId, guildId: GuildId | null, dispatch: Dispatch): OutgoingDispatch => ({
  to: { kind: 'channel', channelId, guildId },
  dispatch,
});
export const toReaders = (channelId: ChannelId, guildId: GuildId | null, dispatch: Dispatch): OutgoingDispatch => ({
  to: { kind: 'readers', channelId, guildId },
  dispatch,
});
export const toViewers = (channelId: ChannelId, guildId: GuildId, dispatch: Dispatch): OutgoingDispatch => ({
  to: { kind: 'viewers', channelId, guildId },
  dispatch,
});
export const toGuild = (guildId: GuildId, dispatch: Dispatch): OutgoingDispatch => ({
  to: { kind: 'guild', guildId },
  dispatch,
});
export const toUser = (userId: UserId, dispatch: Dispatch): OutgoingDispatch => ({
  to: { kind: 'user', userId },
  dispatch,
});
export const toDeparted = (dispatch: Dispatch): OutgoingDispatch => ({ to: { kind: 'departed' }, dispatch });
