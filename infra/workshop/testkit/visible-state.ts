/** The part of a state that a person can see. Tests compare the states of two clients by it. */

import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Channel, Guild, Member, Message } from '#gateway/protocol/resources.ts';
import type { ClientState } from '#web/store/state.ts';

type VisibleState = {
  readonly me: ClientState['me'];
  readonly guilds: ReadonlyArray<Guild>;
  readonly rights: ClientState['rights'];
  readonly channels: ReadonlyArray<Channel>;
  readonly messages: { readonly [id: ChannelId]: ReadonlyArray<Message> };
  readonly members: { readonly [id: GuildId]: ReadonlyArray<Member> };
};
const by =
  <A>(key: (a: A) => string) =>
  (a: A, b: A): number =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;

/**
 * Answers the part of a state that a person can see, in one order. It leaves out requests, unsent messages, and the
 * order in which reactions and members arrived.
 */
export const visibleState = (state: ClientState): VisibleState => ({
  me: state.me,
  guilds: Object.values(state.guilds).toSorted(by((guild) => guild.guild_id)),
  rights: state.rights,
  channels: Object.values(state.channels).toSorted(by((channel) => channel.channel_id)),
  messages: Object.fromEntries(
    Object.entries(state.timelines)
      .filter(([, timeline]) => timeline.start.kind !== 'unloaded')
      .map(([id, timeline]) => [
        id,
        timeline.messages.map((message) => ({
          ...message,
          reactions: message.reactions.toSorted(by((reaction) => reaction.emoji)),
        })),
      ]),
  ),
  members: Object.fromEntries(
    Object.entries(state.rosters)
      .filter(([, roster]) => roster.freshness === 'fresh')
      .map(([id, roster]) => [id, roster.members.toSorted(by((member) => member.user.user_id))]),
  ),
});
