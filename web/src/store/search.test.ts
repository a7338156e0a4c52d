import { expect } from 'chai';
import type { SearchHit } from '#gateway/protocol/search.ts';
import {
  address,
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
import { apply } from '#web/store/apply.ts';
import type { Input } from '#web/store/inputs.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';

const from = (state: ClientState, ...inputs: ReadonlyArray<Input>): ClientState => inputs.reduce(apply, state);
const hit = (n: number, of = 1): SearchHit => ({
  message: message(n, { channel_id: channelId(of) }),
  snippet: { text: `message ${n}`, ranges: [{ start: 0, end: 7 }] },
});
const ready: Input = {
  t: 'ready',
  d: {
    user: me,
    guilds: [entry(guild(1), [channel(1), channel(2)])],
    resume_token: 'sealed',
    unread: [],
    server_time: later(0),
  },
};
const asked = (request: string, more = false, text = 'message'): Input => ({
  t: 'search.asked',
  d: { guild_id: guildId(1), request, text, sort: 'newest', more },
});
const came = (request: string, hits: ReadonlyArray<SearchHit>, next: string | null = null): Input => ({
  t: 'search.loaded',
  d: { request, page: { hits, next_before: next, nearly: false } },
});
const found = from(INITIAL, ready, asked('first'), came('first', [hit(3), hit(2, 2)], 'more'));
const idsOf = (state: ClientState) => state.search?.hits.map((one) => one.message.message_id);

describe('the last search', () => {
  it('is pending until its answer comes', () => {
    expect(from(INITIAL, ready, asked('first')).search).to.deep.include({ request: 'first', hits: [] });
    expect(found.search).to.deep.include({ request: null, next: 'more' });
    expect(idsOf(found)).to.deep.equal([3, 2].map(messageId));
  });

  it('grows by pages and shows no message twice', () => {
    const more = from(found, asked('second', true), came('second', [hit(2, 2), hit(1)]));
    expect(idsOf(more)).to.deep.equal([3, 2, 1].map(messageId));
    expect(more.search?.next).to.equal(null);
  });

  it('starts over with another text and drops the answer to the one before', () => {
    const anew = from(found, asked('second', true), asked('third', false, 'other'), came('second', [hit(1)]));
    expect(anew.search).to.deep.include({ text: 'other', request: 'third', hits: [] });
  });

  it('keeps its hits when the next page fails, with the reason', () => {
    const trouble = { code: 'search_too_slow', detail: 'slow', within: null, donePercent: null };
    const failed = from(found, asked('second', true), { t: 'search.failed', d: { request: 'second', trouble } });
    expect(idsOf(failed)).to.deep.equal([3, 2].map(messageId));
    expect(failed.search?.trouble).to.deep.equal(trouble);
    expect(from(failed, asked('third', true)).search?.trouble).to.equal(null);
  });

  it('shows edited texts and no deleted message', () => {
    const update: Input = {
      t: 'message_update',
      d: { ...address, message_id: messageId(3), content: 'said\nbetter', edited_at: later(1), revision: 1 },
    };
    const edited = from(found, update, update);
    expect(edited.search?.hits[0]?.snippet).to.equal(null);
    expect(edited.search?.hits[0]?.message.content).to.equal('said\nbetter');
    const gone = from(edited, { t: 'message_delete', d: { ...address, message_id: messageId(3), revision: 2 } });
    expect(idsOf(gone)).to.deep.equal([messageId(2)]);
  });

  it('shows no hit of a deleted channel or guild', () => {
    const without = from(found, { t: 'channel_delete', d: { guild_id: guildId(1), channel_id: channelId(2) } });
    expect(idsOf(without)).to.deep.equal([messageId(3)]);
    expect(idsOf(from(found, { t: 'guild_delete', d: { guild_id: guildId(1), removed: true } }))).to.deep.equal([]);
  });

  it('is forgotten when it is cleared and when the session ends', () => {
    expect(from(found, { t: 'search.cleared', d: {} }).search).to.equal(null);
    expect(from(found, { t: 'session.ended', d: {} })).to.deep.equal(INITIAL);
  });
});
