/** Draws the tokens inside of a block. */

import { For } from 'solid-js';
import { instantOf } from '#domain/kernel/instant.ts';
import type { InlineToken, TimeToken } from '#domain/markdown/tokens.ts';
import { ChannelMention, CrowdMention, RoleMention, UserMention } from '#web/message/formatted/mentions.tsx';
import { MessageLink } from '#web/message/formatted/message-link.tsx';
import { momentText } from '#web/message/formatted/moments.ts';
import { Spoiler } from '#web/message/formatted/spoiler.tsx';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';

const Moment = (props: { readonly time: TimeToken }) => {
  const { now } = useSurroundings();
  return (
    <time
      class="moment"
      datetime={instantOf(props.time.unix * 1_000)}
      data-tip={momentText(props.time.unix, 'F', now())}
    >
      {momentText(props.time.unix, props.time.style, now())}
    </time>
  );
};

const Inline = (props: { readonly token: InlineToken }) => {
  const { token } = props;
  switch (token.kind) {
    case 'text':
      return token.text;
    case 'break':
      return <br />;
    case 'code':
      return <code>{token.text}</code>;
    case 'bold':
      return (
        <strong>
          <Inlines tokens={token.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Inlines tokens={token.children} />
        </em>
      );
    case 'underline':
      return (
        <u>
          <Inlines tokens={token.children} />
        </u>
      );
    case 'strike':
      return (
        <s>
          <Inlines tokens={token.children} />
        </s>
      );
    case 'spoiler':
      return <Spoiler>{token.children}</Spoiler>;
    case 'link':
      return (
        <MessageLink link={token}>
          <Inlines tokens={token.children} />
        </MessageLink>
      );
    case 'user':
      return <UserMention id={token.id} />;
    case 'role':
      return <RoleMention id={token.id} />;
    case 'channel':
      return <ChannelMention id={token.id} />;
    case 'everyone':
    case 'here':
      return <CrowdMention crowd={token.kind} />;
    case 'time':
      return <Moment time={token} />;
  }
};

export const Inlines = (props: { readonly tokens: ReadonlyArray<InlineToken> }) => (
  <For each={props.tokens}>{(token) => <Inline token={token} />}</For>
);
