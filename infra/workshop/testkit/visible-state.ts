/** The part of a state that a person can see. Tests compare the states of two clients by it. */

import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Channel, Guild, Member, MemberRights, Message, Role } from '#gateway/protocol/resources.ts';
import { channelsInOrder } from '#web/store/channel-order.ts';
import type { ClientState } from '#web/store/state.ts';

type VisibleState = {
  readonly me: ClientState['me'];
  readonly guilds: ReadonlyArray<Guild>;
  readonly rights: ClientState['rights'];
  readonly roles: ClientState['roles'];
  readonly own: ClientState['own'];
  /** Channels without their places, and their order in each guild beside them. */
  readonly channels: ReadonlyArray<Channel>;
  readonly order: { readonly [id: GuildId]: ReadonlyArray<ChannelId> };
  readonly unread: ClientState['unread'];
  readonly followed: ClientState['followed'];
  readonly messages: { readonly [id: ChannelId]: ReadonlyArray<Message> };
  /** A user who types stops without a dispatch, so a state at rest holds none. */
  readonly typing: ClientState['typing'];
  readonly presences: ClientState['presences'];
  readonly settings: ClientState['settings'];
  readonly choice: ClientState['choice'];
  readonly members: { readonly [id: GuildId]: ReadonlyArray<Member> };
};
const by =
  <A>(key: (a: A) => string) =>
  (a: A, b: A): number =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;

/** Roles in use, which the screen shows. A deleted role may still be named. */
const inUse = (rights: MemberRights, roles: ReadonlyArray<Role> = []): MemberRights => ({
  role_ids: roles.flatMap(({ role_id, rank }) => (rank > 0 && rights.role_ids.includes(role_id) ? [role_id] : [])),
  nickname: rights.nickname,
  timed_out_until: rights.timed_out_until,
});

const shownChannel = ({ place: _, ...channel }: Channel): Channel => ({
  ...channel,
  topic: channel.topic ?? null,
  slow_mode_secs: channel.slow_mode_secs ?? 0,
  tags: channel.tags ?? [],
  tag_required: channel.tag_required ?? false,
  synced: channel.synced ?? false,
  private: channel.private ?? false,
  locked: channel.locked ?? false,
});

const mapped = <K extends string, A, B>(record: { readonly [id in K]: A }, to: (a: A, id: K) => B) =>
  Object.fromEntries(Object.entries(record).map(([id, a]) => [id, to(a as A, id as K)])) as { readonly [id in K]: B };

/**
 * Answers the part of a state that a person can see, in one order. It leaves out requests, unsent messages, and the
 * order in which reactions and members arrived.
 */
export const visibleState = (state: ClientState): VisibleState => ({
  me: state.me,
  guilds: Object.values(state.guilds)
    .map((guild) => ({ ...guild, lockdown: guild.lockdown ?? null }))
    .toSorted(by((guild) => guild.guild_id)),
  rights: state.rights,
  roles: mapped(state.roles, (roles) => roles.toSorted(by((role) => role.role_id))),
  own: mapped(state.own, (rights, id: GuildId) => inUse(rights, state.roles[id])),
  channels: Object.values(state.channels)
    .map(shownChannel)
    .toSorted(by((channel) => channel.channel_id)),
  order: mapped(state.guilds, (_, id: GuildId) =>
    channelsInOrder(state.channels, id).map((channel) => channel.channel_id),
  ),
  unread: state.unread,
  followed: state.followed,
  messages: Object.fromEntries(
    Object.entries(state.timelines)
      .filter(([, timeline]) => timeline.start.kind !== 'unloaded')
      .map(([id, timeline]) => [
        id,
        // The thread about a message is drawn from the places, and not from the message.
        timeline.messages.map(({ thread: _, ...message }) => ({
          ...message,
          reactions: message.reactions.toSorted(by((reaction) => reaction.emoji)),
        })),
      ]),
  ),
  typing: state.typing,
  presences: state.presences,
  settings: state.settings,
  choice: state.choice,
  members: Object.fromEntries(
    Object.entries(state.rosters)
      .filter(([, roster]) => roster.freshness === 'fresh')
      .map(([id, roster]) => [
        id,
        roster.members
          .map((member) => ({ ...member, ...inUse(member, state.roles[id as GuildId]) }))
          .toSorted(by((member) => member.user.user_id)),
      ]),
  ),
});
