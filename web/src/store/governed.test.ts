import { expect } from 'chai';
import {
  address,
  channel,
  entry,
  guild,
  inChannel,
  later,
  me,
  message,
  messageId,
} from '#infra/workshop/testkit/client-world.ts';
import { apply } from '#web/store/apply.ts';
import { isGovernedAlike } from '#web/store/governed.ts';
import type { Input } from '#web/store/inputs.ts';
import { INITIAL } from '#web/store/state.ts';

describe('two states of the client', () => {
  const before = (
    [
      {
        t: 'ready',
        d: {
          user: me,
          guilds: [entry(guild(1), [channel(1)])],
          unread: [],
          resume_token: 'sealed',
          server_time: later(0),
        },
      },
      { t: 'subscribed', d: { ...inChannel, position: 'here', resume_token: 'sealed' } },
      { t: 'history.asked', d: { ...inChannel, request: 'first' } },
      {
        t: 'history.loaded',
        d: { ...inChannel, request: 'first', page: { messages: [message(1)], next_before: null } },
      },
    ] satisfies ReadonlyArray<Input>
  ).reduce(apply, INITIAL);
  const next = (input: Input) => apply(before, input);
  const said = next({ t: 'messages.arrived', d: { created: [{ message: message(2) }] } });
  const gone = next({ t: 'message_delete', d: { ...address, message_id: messageId(1), revision: 2 } });

  it('are governed alike when people talked, or a message went', () => {
    for (const now of [before, said, gone]) expect(isGovernedAlike(before, now)).to.equal(true);
    expect([said === before, gone === before]).to.deep.equal([false, false]);
  });

  it('are not governed alike when a name changed, or a message is to come back', () => {
    const [one] = Object.values(before.channels);
    if (one?.guild_id == null) throw new Error('the channel is of a guild');
    const { channel_id, guild_id } = one;
    for (const input of [
      { t: 'channel_update', d: { channel_id, guild_id, name: 'new' } },
      { t: 'message_restore', d: { ...address, message_id: messageId(1), revision: 3 } },
    ] satisfies ReadonlyArray<Input>)
      expect(isGovernedAlike(before, next(input)), input.t).to.equal(false);
  });
});
