import type { Channel } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { openNames } from '#web/message/writing/chosen-names.ts';
import { foundMembers } from '#web/message/writing/found-members.ts';
import { knownNamesIn } from '#web/message/writing/known-names.ts';
import { Writing, type WritingHandle } from '#web/message/writing/writing.tsx';

/** Helps to write the first message of a post. The chosen names last as long as its form is open. */
export const PostWriting = (props: {
  readonly client: Client;
  readonly channel: Channel;
  readonly area: HTMLTextAreaElement;
  readonly handle: (handle: WritingHandle) => void;
}) => {
  const { client } = props;
  const found = foundMembers(client, () => props.channel.guild_id);
  const names = knownNamesIn(client.state, () => props.channel, found.members);
  return (
    <Writing
      client={client}
      channelId={props.channel.channel_id}
      area={props.area}
      names={names()}
      findMembers={found.find}
      chosen={openNames([])}
      handle={props.handle}
    />
  );
};
