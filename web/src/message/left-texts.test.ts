import { expect } from 'chai';
import {
  channel,
  channelId,
  entry,
  guild,
  guildId,
  later,
  me,
  message,
  messageId,
} from '#infra/workshop/testkit/client-world.ts';
import { edits } from '#web/message/edits.ts';
import { leftTexts } from '#web/message/left-texts.ts';
import { apply } from '#web/store/apply.ts';
import type { Input } from '#web/store/inputs.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';

const ready: Input = {
  t: 'ready',
  d: { user: me, guilds: [entry(guild(1), [channel(1)])], unread: [], resume_token: 'r', server_time: later(0) },
};
const deletion: Input = { t: 'channel_delete', d: { guild_id: guildId(1), channel_id: channelId(1) } };
const sent: Input = {
  t: 'send.started',
  d: { channel_id: channelId(1), nonce: 'n', content: 'on its way', replyTo: null, at: 0 },
};
const changed = (key: string, content: string | null): Input => ({
  t: 'change.started',
  d: {
    channel_id: channelId(1),
    message_id: messageId(1),
    key,
    change: content === null ? { kind: 'reaction', emoji: '👍', on: true } : { kind: 'edit', content },
  },
});
const told = (...inputs: ReadonlyArray<Input>): ClientState => inputs.reduce(apply, INITIAL);
const textsIn = (state: ClientState, draft = '', begun = edits(), drawn = false): ReadonlyArray<string> =>
  leftTexts(
    { state: () => state, discard: () => undefined, discardChange: () => undefined },
    { drafts: { read: () => draft }, edits: begun },
    channelId(1),
    drawn,
  ).map(({ text }) => text);

describe('the texts for a lost channel', () => {
  it('are the messages and edits that the log is not known to hold, and no reaction', () => {
    const state = told(ready, sent, changed('a', 'better'), changed('b', null), deletion);
    expect(textsIn(state)).to.deep.equal(['on its way', 'better']);
    expect(state.changes.map(({ key }) => key)).to.deep.equal(['a']);
  });

  it('stay over a new connection and a reload of the page', () => {
    const without: Input = { ...ready, d: { ...ready.d, guilds: [] } } as Input;
    const waiting = told(ready, sent, changed('a', 'better'));
    expect(textsIn(apply(waiting, without))).to.deep.equal(['on its way', 'better']);
    const { unconfirmed, changes } = waiting;
    const reloaded = told(without, { t: 'outbox.restored', d: { unconfirmed, changes } });
    expect(textsIn(reloaded)).to.deep.equal(['on its way', 'better']);
  });

  it('go when the server confirms them late', () => {
    const ack: Input = {
      t: 'message_ack',
      d: { nonce: 'n', message_id: messageId(2), channel_id: channelId(1) },
    } as Input;
    expect(textsIn(told(ready, sent, deletion, ack))).to.deep.equal([]);
  });

  it('are a begun edit too, unless it says what the message says', () => {
    const begun = edits();
    begun.change(message(1), 'half an edit');
    begun.change(message(2), message(2).content ?? '');
    expect(textsIn(told(ready, deletion), '', begun)).to.deep.equal(['half an edit']);
  });

  it('are the draft only where no composer shows it', () => {
    const state = told(ready, deletion);
    expect(textsIn(state, 'a draft')).to.deep.equal(['a draft']);
    expect(textsIn(state, 'a draft', edits(), true)).to.deep.equal([]);
  });
});
