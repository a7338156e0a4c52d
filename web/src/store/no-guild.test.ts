import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import { decodeServerFrame, encodeServerFrame } from '#gateway/protocol/envelope.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import {
  channel,
  channelId,
  entry,
  guild,
  later,
  me,
  message,
  messageId,
} from '#infra/workshop/testkit/client-world.ts';
import { apply } from '#web/store/apply.ts';
import type { Input } from '#web/store/inputs.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';

const from = (state: ClientState, ...inputs: ReadonlyArray<Input>): ClientState => inputs.reduce(apply, state);
const resumeToken = 'sealed';
const ready: Input = {
  t: 'ready',
  d: {
    user: me,
    guilds: [entry(guild(1), [channel(1)])],
    resume_token: resumeToken,
    unread: [],
    server_time: later(0),
  },
};

describe('a channel of no guild', () => {
  /** A dispatch as the client decodes it from the wire. */
  const heard = (frame: Dispatch): Input => {
    const read = decodeServerFrame(encodeServerFrame(frame));
    if (isLeft(read)) throw new Error(read.left.message);
    return read.right;
  };
  const alone: Channel = { ...channel(9), guild_id: null };
  const open = from(
    INITIAL,
    ready,
    heard({ t: 'channel_create', d: { channel: alone } }),
    { t: 'subscribed', d: { channel_id: channelId(9), position: 'here', resume_token: resumeToken } },
    { t: 'history.asked', d: { channel_id: channelId(9), request: 'first' } },
    {
      t: 'history.loaded',
      d: { channel_id: channelId(9), request: 'first', page: { messages: [], next_before: null } },
    },
    heard({ t: 'message_create', d: { message: message(40, { guild_id: null, channel_id: channelId(9) }) } }),
  );
  const textsOf = (state: ClientState) => state.timelines[channelId(9)]?.messages.map(({ content }) => content);

  it('is created and changed under its own id', () => {
    expect(open.channels[channelId(9)]).to.deep.equal(alone);
    expect(textsOf(open)).to.deep.equal(['message 40']);
    const d = { guild_id: null, channel_id: channelId(9), message_id: messageId(40), revision: 1 };
    expect(textsOf(from(open, heard({ t: 'message_delete', d })))).to.deep.equal([]);
  });
  it('stays when a guild ends', () => {
    const after = from(open, { t: 'guild_delete', d: { guild_id: guild(1).guild_id, removed: true } });
    expect(Object.keys(after.channels)).to.deep.equal([channelId(9)]);
    expect(textsOf(after)).to.deep.equal(['message 40']);
  });
});
