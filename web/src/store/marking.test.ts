import { expect } from 'chai';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Unread } from '#gateway/protocol/resources.ts';
import { channel, channelId, entry, guild, later, me, messageId } from '#infra/workshop/testkit/client-world.ts';
import { apply } from '#web/store/apply.ts';
import type { Input } from '#web/store/inputs.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';

const id = channelId(1);
const readable = (n: number) => ({ ...channel(n), permissions: ['view_channel', 'read_message_history'] as const });
const number = (unread: number, last: MessageId | null = messageId(10)): Unread => ({
  channel_id: id,
  last_read_message_id: last,
  unread,
  mentions: 0,
});
const ready = (...unread: ReadonlyArray<Unread>): Input => ({
  t: 'ready',
  d: {
    user: me,
    guilds: [entry(guild(1), [{ ...readable(1), permissions: [...readable(1).permissions] }])],
    unread: [...unread],
    resume_token: 'sealed',
    server_time: later(0),
  },
});
const told = (one: Unread): Input => ({ t: 'unread_update', d: { channels: [one] } });
const started: Input = { t: 'mark.started', d: { channel_ids: [id] } };
const ended = (answer: ReadonlyArray<Unread> | null): Input => ({ t: 'mark.ended', d: { channel_ids: [id], answer } });
const past = (...inputs: ReadonlyArray<Input>): ClientState => inputs.reduce(apply, INITIAL);
const shown = (state: ClientState): number => state.unread[id]?.unread ?? 0;

describe('a mark as read', () => {
  it('shows at once, and stays when the server answers', () => {
    expect(shown(past(ready(number(3))))).to.equal(3);
    expect(shown(past(ready(number(3)), started))).to.equal(0);
    const done = past(ready(number(3)), started, ended([number(0, messageId(20))]));
    expect(shown(done)).to.equal(0);
    expect(done.marking).to.deep.equal({});
  });

  it('brings the number back when the server refuses it, with what came meanwhile', () => {
    expect(shown(past(ready(number(3)), started, ended(null)))).to.equal(3);
    expect(shown(past(ready(number(3)), started, told(number(4)), ended(null)))).to.equal(4);
  });

  it('does not flicker by a number from before it', () => {
    const during = past(ready(number(3)), started, told(number(4)));
    expect(shown(during)).to.equal(0);
    expect(shown(apply(during, ended([number(0, messageId(20))])))).to.equal(0);
    expect(shown(apply(during, ended([])))).to.equal(0);
  });

  it('takes a number from after it', () => {
    const during = past(ready(number(3)), started, told(number(1, messageId(20))));
    expect(shown(apply(during, ended([number(0, messageId(20))])))).to.equal(1);
    expect(shown(apply(during, ended([])))).to.equal(1);
  });

  it('gives way to the numbers of the server after a reconnect', () => {
    expect(shown(past(ready(number(3)), started, ready(number(5)), ended([number(0)])))).to.equal(5);
  });

  it('on another device reaches this one', () => {
    expect(shown(past(ready(number(3)), told(number(0, messageId(20)))))).to.equal(0);
  });
});
