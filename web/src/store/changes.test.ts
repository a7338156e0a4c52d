import { expect } from 'chai';
import {
  address,
  channel,
  channelId,
  entry,
  guild,
  later,
  me,
  message,
  messageId,
  userId,
} from '#infra/workshop/testkit/client-world.ts';
import { apply } from '#web/store/apply.ts';
import { pendingEdit, reactionsWith } from '#web/store/changes.ts';
import type { Input } from '#web/store/inputs.ts';
import { type ClientState, INITIAL, type MessageChange } from '#web/store/state.ts';

const at = { channel_id: channelId(1), message_id: messageId(1) };
const wire = { ...address, message_id: messageId(1) };
const edit = (content: string): MessageChange => ({ kind: 'edit', content });
const reaction = (on: boolean): MessageChange => ({ kind: 'reaction', emoji: '👍', on });
const started = (key: string, change: MessageChange): Input => ({ t: 'change.started', d: { ...at, key, change } });
const told = (...inputs: ReadonlyArray<Input>): ClientState =>
  inputs.reduce(
    apply,
    [
      {
        t: 'ready',
        d: { user: me, guilds: [entry(guild(1), [channel(1)])], unread: [], resume_token: 'r', server_time: later(0) },
      },
      { t: 'subscribed', d: { channel_id: channelId(1), position: 'p', resume_token: 'r', ref: 'ref' } },
      { t: 'history.asked', d: { channel_id: channelId(1), request: 'q' } },
      {
        t: 'history.loaded',
        d: { channel_id: channelId(1), request: 'q', page: { messages: [message(1)], next_before: null } },
      },
    ].reduce((state, input) => apply(state, input as Input), INITIAL),
  );
const updated = (content: string, revision: number): Input => ({
  t: 'message_update',
  d: { ...wire, content, edited_at: later(5), revision },
});
const keys = ({ changes }: ClientState) => changes.map(({ key }) => key);

describe('a change that is not confirmed', () => {
  it('replaces an earlier one of the same part that is not on its way', () => {
    const state = told(started('a', edit('one')), started('b', edit('two')), started('c', reaction(true)));
    expect(keys(state)).to.deep.equal(['b', 'c']);
  });

  it('waits behind an earlier one that is on its way, and outlives its failure', () => {
    const sending = told(
      started('a', edit('one')),
      { t: 'change.handed-over', d: { key: 'a' } },
      started('b', edit('two')),
    );
    expect(keys(sending)).to.deep.equal(['a', 'b']);
    expect(pendingEdit(sending.changes, messageId(1))?.change.content).to.equal('two');
    expect(keys(apply(sending, { t: 'change.deferred', d: { key: 'a' } }))).to.deep.equal(['b']);
    const refused: Input = { t: 'change.refused', d: { key: 'a', trouble: { code: 'gone', detail: 'It is gone.' } } };
    expect(keys(apply(sending, refused))).to.deep.equal(['b']);
  });

  it('stays after its confirmation until the message shows it', () => {
    const confirmed = told(
      started('a', edit('one')),
      { t: 'change.handed-over', d: { key: 'a' } },
      { t: 'change.acknowledged', d: { key: 'a' } },
    );
    expect(keys(confirmed)).to.deep.equal(['a']);
    expect(keys(apply(confirmed, updated('other', 2)))).to.deep.equal(['a']);
    expect(keys(apply(confirmed, updated('one', 2)))).to.deep.equal([]);
  });

  it('leaves with its confirmation when the message showed it before', () => {
    const state = told(started('a', edit('one')), { t: 'change.handed-over', d: { key: 'a' } }, updated('one', 2), {
      t: 'change.acknowledged',
      d: { key: 'a' },
    });
    expect(keys(state)).to.deep.equal([]);
  });

  it('leaves with its message', () => {
    const state = told(started('a', edit('one')), { t: 'message_delete', d: { ...wire, revision: 3 } });
    expect(keys(state)).to.deep.equal([]);
  });

  it('shows a reaction once, before and after the server counts it', () => {
    const shown = (state: ClientState) => {
      const [one] = state.timelines[channelId(1)]?.messages ?? [];
      return one === undefined ? [] : reactionsWith(one, state.changes);
    };
    const waiting = told(started('a', reaction(true)));
    expect(shown(waiting)).to.deep.equal([{ emoji: '👍', count: 1, me: true }]);
    const counted = apply(waiting, {
      t: 'message_reaction_add',
      d: { ...wire, emoji: '👍', user_id: me.user_id, revision: 2 },
    });
    expect(shown(counted)).to.deep.equal([{ emoji: '👍', count: 1, me: true }]);
    const byAnother = apply(waiting, {
      t: 'message_reaction_add',
      d: { ...wire, emoji: '👍', user_id: userId(2), revision: 2 },
    });
    expect(shown(byAnother)).to.deep.equal([{ emoji: '👍', count: 2, me: true }]);
    expect(shown(apply(counted, started('b', reaction(false))))).to.deep.equal([]);
  });
});
