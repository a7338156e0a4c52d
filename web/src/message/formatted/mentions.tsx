/**
 * Draws the mentions of a message under the names of today. An unknown thing is a text that leads nowhere. A mention that
 * the server did not resolve calls no user: a role or a crowd is plain text then, and a user is not marked.
 */

import { Show, useContext } from 'solid-js';
import type { ChannelId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Mentions } from '#gateway/protocol/resources.ts';
import { InLinkContext } from '#web/message/formatted/in-link.ts';
import { MentionedContext } from '#web/message/formatted/mentioned.ts';
import { useReachable } from '#web/message/formatted/reachable.ts';
import { channelText, roleText, userText } from '#web/message/formatted/spoken-text.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';

/** A mention that does something when it is pressed. Inside of a link it does nothing, because the link is pressed. */
const Pill = (props: {
  readonly text: string;
  readonly mine?: boolean;
  readonly press: ((anchor: HTMLElement) => void) | undefined;
  readonly opensDialog?: boolean;
}) => {
  const tabIndex = useReachable();
  const inLink = useContext(InLinkContext);
  return (
    <Show
      when={inLink ? undefined : props.press}
      fallback={
        <span class="mention" classList={{ mine: props.mine === true }}>
          {props.text}
        </span>
      }
    >
      {(press) => (
        <button
          type="button"
          class="mention"
          classList={{ mine: props.mine === true }}
          tabindex={tabIndex()}
          aria-haspopup={props.opensDialog === true ? 'dialog' : undefined}
          onClick={(event) => press()(event.currentTarget)}
        >
          {props.text}
        </button>
      )}
    </Show>
  );
};

/** Tells whether a mention counts. An unresolved text may still come to call all that it names. */
const useCounts = (among: (mentions: Mentions) => boolean): { counts: () => boolean; calls: () => boolean } => {
  const mentions = useContext(MentionedContext);
  const resolved = () => {
    const known = mentions();
    return known === undefined ? undefined : among(known);
  };
  return { counts: () => resolved() ?? true, calls: () => resolved() ?? false };
};

export const UserMention = (props: { readonly id: UserId }) => {
  const deps = useSurroundings();
  const { calls } = useCounts(({ users }) => users.includes(props.id));
  const press = () => {
    const user = deps.user(props.id);
    return user === undefined ? undefined : (anchor: HTMLElement) => deps.openProfile(user, anchor);
  };
  return <Pill text={userText(deps, props.id)} mine={calls() && deps.isMe(props.id)} press={press()} opensDialog />;
};

export const RoleMention = (props: { readonly id: RoleId }) => {
  const deps = useSurroundings();
  const { counts, calls } = useCounts(({ roles }) => roles.includes(props.id));
  const text = () => roleText(deps, props.id);
  return (
    <Show when={counts()} fallback={text()}>
      <Pill text={text()} mine={calls() && deps.isMine(props.id)} press={undefined} />
    </Show>
  );
};

export const ChannelMention = (props: { readonly id: ChannelId }) => {
  const deps = useSurroundings();
  const press = () => {
    const channel = deps.channel(props.id);
    return channel === undefined ? undefined : () => deps.openChannel(channel);
  };
  return <Pill text={channelText(deps, props.id)} press={press()} />;
};

export const CrowdMention = (props: { readonly crowd: 'everyone' | 'here' }) => {
  const { counts, calls } = useCounts((mentions) => mentions[props.crowd]);
  const text = () => `@${props.crowd}`;
  return (
    <Show when={counts()} fallback={text()}>
      <Pill text={text()} mine={calls()} press={undefined} />
    </Show>
  );
};
