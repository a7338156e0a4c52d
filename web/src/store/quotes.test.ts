import { expect } from 'chai';
import fc from 'fast-check';
import type { Message, Quote } from '#gateway/protocol/resources.ts';
import {
  address,
  channel,
  channelId,
  entry,
  guild,
  inChannel,
  later,
  me,
  message,
  messageId,
  user,
} from '#infra/workshop/testkit/client-world.ts';
import { apply } from '#web/store/apply.ts';
import type { Input } from '#web/store/inputs.ts';
import { gone, quoteFrom, quoteOf } from '#web/store/quotes.ts';
import { type ClientState, INITIAL, type KnownQuote, type QuotedText } from '#web/store/state.ts';

const from = (state: ClientState, ...inputs: ReadonlyArray<Input>): ClientState => inputs.reduce(apply, state);
const subscribed = from(
  INITIAL,
  {
    t: 'ready',
    d: { user: me, guilds: [entry(guild(1), [channel(1)])], unread: [], resume_token: 'sealed', server_time: later(0) },
  },
  { t: 'subscribed', d: { ...inChannel, position: 'here', resume_token: 'sealed' } },
);
const page = (request: string, messages: ReadonlyArray<Message>, before: number | null = null): Input => ({
  t: 'history.loaded',
  d: { ...inChannel, request, page: { messages, next_before: before === null ? null : messageId(before) } },
});
const asked = (request: string): Input => ({ t: 'history.asked', d: { ...inChannel, request } });
const edit = (n: number, content: string, revision: number): Input => ({
  t: 'message_update',
  d: { ...address, message_id: messageId(n), content, edited_at: later(n), revision },
});
const removed = (n: number, revision: number): Input => ({
  t: 'message_delete',
  d: { ...address, message_id: messageId(n), revision },
});
const restored = (n: number, revision: number): Input => ({
  t: 'message_restore',
  d: { ...address, message_id: messageId(n), revision },
});
const says = (n: number, replied: Quote | undefined, to = 1): Message => ({
  ...message(n, { reply_to: messageId(to) }),
  ...(replied === undefined ? {} : { replied }),
});
const told = (one: Message): Input => ({ t: 'message_create', d: { message: one } });
const quote = (snippet: string, revision = 0): Quote => ({
  message_id: messageId(1),
  deleted: false,
  author: user(2),
  snippet,
  revision,
});
/** A quote as the client holds it: with the line of the server, or with the content that the client knows. */
const heldLine = (snippet: string, revision = 0): KnownQuote => {
  const { snippet: line, ...one } = quote(snippet, revision);
  return { ...one, said: line === null ? null : { line } };
};
const heldContent = (content: string, revision = 0): KnownQuote => ({
  ...heldLine(content, revision),
  said: { content },
});
const shown = (state: ClientState, n = 1) => {
  const timeline = state.timelines[channelId(1)];
  return timeline === undefined ? undefined : quoteOf(timeline, messageId(n));
};
/** The window begins after message 1, which replies answer. */
const opened = from(subscribed, asked('a'), page('a', [says(9, quote('as it was'))], 9));

describe('the quote of a reply', () => {
  it('comes with the page, and stays out of the message', () => {
    expect(shown(opened)).to.deep.equal(heldLine('as it was'));
    expect(opened.timelines[channelId(1)]?.messages[0]).to.not.have.property('replied');
  });

  it('is read from the window when the window holds the answered message', () => {
    const state = from(subscribed, asked('a'), page('a', [message(1)]), told(says(2, undefined)));
    expect(shown(state)).to.deep.equal(quoteFrom(message(1)));
    expect(shown(from(state, edit(1, 'two\n\nlines', 1)))).to.deep.include({ said: { content: 'two\n\nlines' } });
  });

  it('follows the edits and the deletion of a message outside the window', () => {
    const edited = from(opened, edit(1, 'edited', 1));
    expect(shown(edited)).to.deep.equal(heldContent('edited', 1));
    expect(shown(from(edited, edit(1, 'older', 1)))).to.deep.equal(heldContent('edited', 1));
    expect(shown(from(edited, removed(1, 2)))).to.deep.equal(gone(messageId(1), 2));
  });

  it('says nothing of a deleted text, also when an older page comes after the deletion', () => {
    const state = from(opened, asked('b'), removed(1, 3), page('b', [says(8, quote('a secret', 2))]));
    expect(JSON.stringify(state)).to.not.include('a secret');
    expect(shown(state)).to.deep.equal(gone(messageId(1), 3));
  });

  it('has to be asked for when nobody told it, and once more after a restoration', () => {
    const unknown = from(subscribed, asked('a'), page('a', [message(5)], 5), told(says(9, undefined)));
    expect(shown(unknown)).to.equal('unknown');
    const inChannelOf = { ...inChannel, message_id: messageId(1), request: 'q' };
    const asking = from(unknown, { t: 'quote.asked', d: inChannelOf });
    expect(shown(asking)).to.equal('asked');
    const known = from(asking, { t: 'quote.loaded', d: { ...inChannelOf, quote: heldContent('read') } });
    expect(shown(known)).to.deep.equal(heldContent('read'));
    expect(shown(from(known, removed(1, 1), restored(1, 2)))).to.equal('unknown');
    expect(shown(from(asking, { t: 'quote.loaded', d: { ...inChannelOf, quote: null } }))).to.equal('unread');
  });

  it('is asked for again when the message changed while the answer was on its way', () => {
    const unknown = from(subscribed, asked('a'), page('a', [message(5)], 5), told(says(9, undefined)));
    const d = { ...inChannel, message_id: messageId(1) };
    const state = from(unknown, { t: 'quote.asked', d: { ...d, request: 'first' } }, edit(1, 'newer', 4), {
      t: 'quote.loaded',
      d: { ...d, request: 'first', quote: heldContent('older', 3) },
    });
    expect(shown(state)).to.equal('unknown');
    const again = from(
      state,
      { t: 'quote.asked', d: { ...d, request: 'second' } },
      { t: 'quote.loaded', d: { ...d, request: 'first', quote: heldContent('older', 3) } },
      { t: 'quote.loaded', d: { ...d, request: 'second', quote: heldContent('newer', 4) } },
    );
    expect(shown(again)).to.deep.equal(heldContent('newer', 4));
  });
});

/** The text of a quote whose content is its line. */
const textOf = (said: QuotedText | null): string | null =>
  said === null ? null : 'line' in said ? said.line : said.content;

/** A channel as the server has it, and the answers that are on their way to the client. */
class Server {
  readonly messages: Array<{
    readonly n: number;
    readonly to: number | null;
    text: string;
    revision: number;
    deleted: boolean;
  }> = [];
  readonly onTheirWay: Input[] = [];
  #requests = 0;
  read(n: number): Message {
    const one = this.messages[n - 1];
    if (one === undefined) throw new Error(`no message ${n}`);
    const { to, text, revision } = one;
    const read = message(n, { content: text, revision, reply_to: to === null ? null : messageId(to) });
    return to === null ? read : { ...read, replied: this.quote(to) };
  }
  known(n: number): KnownQuote {
    const { text, revision, deleted } = this.messages[n - 1] ?? { text: '', revision: 0, deleted: true };
    return deleted ? gone(messageId(n), revision) : quoteFrom(message(n, { content: text, revision }));
  }
  quote(n: number): Quote {
    const { said, ...one } = this.known(n);
    return { ...one, snippet: textOf(said) };
  }
  alive(upTo = this.messages.length): number[] {
    return this.messages.filter(({ n, deleted }) => n <= upTo && !deleted).map(({ n }) => n);
  }
  request(): string {
    this.#requests += 1;
    return `request ${this.#requests}`;
  }
}
const STEPS = ['say', 'reply', 'edit', 'delete', 'restore', 'ask a page', 'ask a quote', 'arrive', 'trim'] as const;

describe('a client that hears of replies', () => {
  it('shows no quote that differs from the answered message, in any order of pages, answers and dispatches', () => {
    let compared = 0;
    const step = fc.record({ does: fc.constantFrom(...STEPS), which: fc.nat(99) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const server = new Server();
        let state = subscribed;
        const hear = (input: Input): void => {
          state = apply(state, input);
        };
        const timeline = () => state.timelines[channelId(1)];
        const say = (to: number | null): void => {
          const n = server.messages.length + 1;
          server.messages.push({ n, to, text: `text ${n}`, revision: 0, deleted: false });
          const { replied: _, ...one } = server.read(n);
          hear(told(one));
        };
        say(null);
        say(null);
        hear(asked('first'));
        hear(page('first', [], 2));
        for (const { does, which } of steps) {
          const one = server.messages[which % server.messages.length];
          if (one === undefined) continue;
          if (does === 'say') say(null);
          else if (does === 'reply' && !one.deleted) say(one.n);
          else if (does === 'edit' && !one.deleted) {
            one.revision += 1;
            one.text = `text ${one.n} at ${one.revision}`;
            hear(edit(one.n, one.text, one.revision));
          } else if (does === 'delete' && !one.deleted) {
            one.revision += 1;
            one.deleted = true;
            hear(removed(one.n, one.revision));
          } else if (does === 'restore' && one.deleted) {
            one.revision += 1;
            one.deleted = false;
            hear(restored(one.n, one.revision));
          } else if (does === 'ask a page' && timeline()?.loading === null) {
            const start = timeline()?.start;
            const before = start?.kind === 'after' ? start.before : null;
            if (before === null) continue;
            const first = server.messages.findIndex(({ n }) => messageId(n) === before) + 1;
            const read = server
              .alive(first - 1)
              .slice(-2)
              .toReversed();
            const request = server.request();
            hear(asked(request));
            server.onTheirWay.push(
              page(
                request,
                read.map((n) => server.read(n)),
                read.length < 2 ? null : (read.at(-1) ?? null),
              ),
            );
          } else if (does === 'ask a quote') {
            if (shown(state, one.n) !== 'unknown') continue;
            const d = { ...inChannel, message_id: messageId(one.n), request: server.request() };
            hear({ t: 'quote.asked', d });
            server.onTheirWay.push({ t: 'quote.loaded', d: { ...d, quote: server.known(one.n) } });
          } else if (does === 'arrive') {
            const [answer] = server.onTheirWay.splice(which % Math.max(1, server.onTheirWay.length), 1);
            if (answer !== undefined) hear(answer);
          } else if (does === 'trim') hear({ t: 'history.trimmed', d: { ...inChannel, keep: 1 } });
        }
        for (const answer of server.onTheirWay.splice(0)) hear(answer);
        for (const { reply_to: to } of timeline()?.messages ?? []) {
          if (to === null) continue;
          const n = server.messages.find((one) => messageId(one.n) === to)?.n ?? 0;
          const known = shown(state, n);
          if (typeof known !== 'object') continue;
          compared += 1;
          const { revision: _, said, ...now } = server.known(n);
          expect(known, `message ${n}`).to.deep.include(now);
          expect(textOf(known.said), `message ${n}`).to.equal(textOf(said));
        }
      }),
      { numRuns: 1_000 },
    );
    expect(compared).to.be.greaterThan(1_000);
  }).timeout(60_000);
});
