/** The line under the messages that names the users who type. It keeps its height when nobody does. */

import { createMemo } from 'solid-js';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import type { User } from '#gateway/protocol/resources.ts';
import { useNames } from '#web/guild/names.ts';
import type { ClientState } from '#web/store/state.ts';
import { words } from '#web/words/words.ts';

/** Users who are named at once. With more of them the line names none. */
const NAMED_MAX = 3;

/** Finds a user among the members and the authors at hand. */
const userIn = ({ rosters, timelines, channels }: ClientState, channelId: ChannelId, id: UserId): User | undefined => {
  const guildId = channels[channelId]?.guild_id;
  const member = guildId == null ? undefined : rosters[guildId]?.members.find(({ user }) => user.user_id === id);
  return member?.user ?? timelines[channelId]?.messages.findLast(({ author_id }) => author_id === id)?.author;
};

export const TypingLine = (props: { readonly state: ClientState; readonly channelId: ChannelId }) => {
  const names = useNames();
  const said = createMemo(() => {
    const typing = Object.keys(props.state.typing[props.channelId] ?? {});
    if (typing.length > NAMED_MAX) return words.typing.several;
    const known = typing.map((id) => {
      const user = userIn(props.state, props.channelId, id as UserId);
      return user === undefined ? words.typing.somebody : names.of(user);
    });
    return words.typing.said(known);
  });
  return (
    <p class="typing-line">
      <span class="typing-names">{said()}</span>
    </p>
  );
};
