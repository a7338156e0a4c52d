import { expect } from 'chai';
import fc from 'fast-check';
import type { MessagePage } from '#gateway/protocol/resources.ts';
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
} from '#infra/workshop/testkit/client-world.ts';
import { apply } from '#web/store/apply.ts';
import { viewOf } from '#web/store/detour.ts';
import type { Input } from '#web/store/inputs.ts';
import { type ClientState, INITIAL, type Timeline } from '#web/store/state.ts';

const from = (state: ClientState, ...inputs: ReadonlyArray<Input>): ClientState => inputs.reduce(apply, state);
const timelineOf = (state: ClientState): Timeline => {
  const timeline = state.timelines[channelId(1)];
  if (timeline === undefined) throw new Error('the channel has no window');
  return timeline;
};
const seen = (state: ClientState) => viewOf(timelineOf(state)).messages.map((m) => m.content);

/** A page of the server with these messages, given oldest first, and with its cursors `before` and `after`. */
const page = (numbers: ReadonlyArray<number>, before: number | null, after?: number | null): MessagePage => ({
  messages: numbers.toReversed().map((n) => message(n)),
  next_before: before === null ? null : messageId(before),
  ...(after === undefined ? {} : { next_after: after === null ? null : messageId(after) }),
});
const read = (got: MessagePage): ReadonlyArray<Input> => [
  { t: 'history.asked', d: { ...inChannel, request: 'live' } },
  { t: 'history.loaded', d: { ...inChannel, request: 'live', page: got } },
];
const loaded = (numbers: ReadonlyArray<number>, before: number | null) => read(page(numbers, before));
const asked = (side: 'around' | 'older' | 'newer', target = 20): Input => ({
  t: 'detour.asked',
  d: { ...inChannel, request: `detour ${side}`, side, target: messageId(target) },
});
const came = (side: 'around' | 'older' | 'newer', got: MessagePage): Input => ({
  t: 'detour.loaded',
  d: { ...inChannel, request: `detour ${side}`, page: got },
});

const open = from(
  INITIAL,
  {
    t: 'ready',
    d: {
      user: me,
      guilds: [entry(guild(1), [channel(1)])],
      resume_token: 'sealed',
      unread: [],
      server_time: later(0),
    },
  },
  { t: 'subscribed', d: { ...inChannel, position: 'here', resume_token: 'sealed' } },
);
const live = from(open, ...loaded([80, 81, 82], 80));
const away = from(live, asked('around'), came('around', page([19, 20, 21], 19, 21)));
const texts = (...numbers: ReadonlyArray<number>) => numbers.map((n) => `message ${n}`);

/** The log of a channel, the dispatches that the client has yet to receive, and a client that reads in any order. */
const wanderer = (numbers: ReadonlyArray<number>, sent: number) => {
  const log = numbers.slice(0, sent);
  const removed = new Set<number>();
  const untold: Input[] = [];
  const answers: Input[] = [];
  let requests = 0;
  const numberOf = (id: string): number => Number(id.slice(2));
  const placeOf = (n: number): number => log.indexOf(n);
  const remaining = () => log.filter((n) => !removed.has(n));
  const before = (place: number, limit: number): MessagePage => {
    const all = remaining().filter((n) => placeOf(n) < place);
    const got = all.slice(-limit);
    return page(got, all.length > limit ? (got[0] ?? null) : null);
  };
  const after = (n: number, limit: number): MessagePage => {
    const all = remaining().filter((other) => placeOf(other) > placeOf(n));
    const got = all.slice(0, limit);
    return page(got, got[0] ?? n, all.length > limit ? (got.at(-1) ?? null) : null);
  };
  const around = (n: number): MessagePage => {
    const older = before(placeOf(n) + 1, 2);
    const newer = after(n, 2);
    return {
      messages: [...newer.messages, ...older.messages],
      next_before: older.next_before,
      next_after: newer.next_after ?? null,
    };
  };
  let state = from(open, ...read(before(log.length, 5)));
  const timeline = (): Timeline => timelineOf(state);
  const ask = (side: 'around' | 'older' | 'newer', target: number, got: MessagePage): void => {
    requests += 1;
    const request = `${requests}`;
    state = from(state, { t: 'detour.asked', d: { ...inChannel, request, side, target: messageId(target) } });
    answers.push({ t: 'detour.loaded', d: { ...inChannel, request, page: got } });
  };
  const further = (side: 'older' | 'newer'): void => {
    const { detour } = timeline();
    if (detour?.seen == null || detour.request !== null) return;
    const { start, after: newest } = detour.seen;
    const target = numberOf(detour.target);
    if (side === 'older' && start.kind === 'after') ask(side, target, before(placeOf(numberOf(start.before)), 4));
    if (side === 'newer' && newest !== null) ask(side, target, after(numberOf(newest), 4));
  };
  const hear = (): void => {
    const next = untold.shift();
    if (next !== undefined) state = from(state, next);
  };
  const answer = (): void => {
    const next = answers.shift();
    if (next !== undefined) state = from(state, next);
  };
  const placesOf = (messages: Timeline['messages']) => messages.map(({ message_id }) => placeOf(numberOf(message_id)));
  return {
    seek: (n: number): void => {
      const target = remaining()[n % Math.max(1, remaining().length)];
      if (target !== undefined) ask('around', target, around(target));
    },
    older: () => further('older'),
    newer: () => further('newer'),
    scroll: (): void => {
      const { start, loading } = timeline();
      if (start.kind !== 'after' || loading !== null) return;
      requests += 1;
      const request = `${requests}`;
      state = from(state, { t: 'history.asked', d: { ...inChannel, request } });
      const got = before(placeOf(numberOf(start.before)), 3);
      answers.push({ t: 'history.loaded', d: { ...inChannel, request, page: got } });
    },
    answer,
    say: (): void => {
      const next = numbers[log.length];
      if (next === undefined) return;
      log.push(next);
      untold.push({ t: 'message_create', d: { message: message(next) } });
    },
    remove: (n: number): void => {
      const one = remaining()[n % Math.max(1, remaining().length)];
      if (one === undefined) return;
      removed.add(one);
      untold.push({ t: 'message_delete', d: { ...address, message_id: messageId(one), revision: 1 } });
    },
    hear,
    expectOrder: (): void => {
      for (const { messages } of [timeline(), viewOf(timeline())]) {
        const places = placesOf(messages);
        expect(places).to.deep.equal([...new Set(places)].toSorted((a, b) => a - b));
      }
    },
    /** Delivers every dispatch and answer. Then expects every message from their start on in window and view. */
    expectNoHole: (): void => {
      while (untold.length + answers.length > 0) {
        answer();
        hear();
      }
      const all = remaining().map(placeOf);
      for (const { messages, start } of [timeline(), viewOf(timeline())]) {
        const first = start.kind === 'after' ? placeOf(numberOf(start.before)) : 0;
        const last = messages === timeline().messages ? log.length : (placesOf(messages).at(-1) ?? -1);
        expect(placesOf(messages)).to.deep.equal(all.filter((at) => at >= first && at <= last));
      }
    },
  };
};

describe('a detour', () => {
  it('shows the window until its page comes, and then the history around its message', () => {
    expect(seen(from(live, asked('around')))).to.deep.equal(texts(80, 81, 82));
    expect(seen(away)).to.deep.equal(texts(19, 20, 21));
  });

  it('leaves the window unchanged and live', () => {
    const state = from(away, { t: 'message_create', d: { message: message(83) } });
    expect(timelineOf(state).messages.map((m) => m.content)).to.deep.equal(texts(80, 81, 82, 83));
    expect(seen(state)).to.deep.equal(texts(19, 20, 21));
    expect(seen(from(state, { t: 'detour.left', d: inChannel }))).to.deep.equal(texts(80, 81, 82, 83));
  });

  it('goes on in either direction', () => {
    const older = from(away, asked('older'), came('older', page([17, 18], null)));
    expect(seen(older)).to.deep.equal(texts(17, 18, 19, 20, 21));
    expect(viewOf(timelineOf(older)).start.kind).to.equal('beginning');
    const newer = from(older, asked('newer'), came('newer', page([22, 23], 22, 23)));
    expect(seen(newer)).to.deep.equal(texts(17, 18, 19, 20, 21, 22, 23));
  });

  it('joins the window where it meets it', () => {
    const met = from(away, asked('newer'), came('newer', page([22, 79, 80, 81], 22, 81)));
    expect(timelineOf(met).detour).to.equal(null);
    expect(timelineOf(met).messages.map((m) => m.content)).to.deep.equal(texts(19, 20, 21, 22, 79, 80, 81, 82));
    expect(timelineOf(met).start).to.deep.equal({ kind: 'after', before: messageId(19) });
  });

  it('joins the window at once when its page reaches the present', () => {
    const met = from(live, asked('around'), came('around', page([78, 79, 80, 81, 82], 78, null)));
    expect(timelineOf(met).detour).to.equal(null);
    expect(seen(met)).to.deep.equal(texts(78, 79, 80, 81, 82));
  });

  it('keeps the order of the pages and of the window, whatever the ids are', () => {
    const early = from(open, ...loaded([3, 90, 1], 3), asked('around', 70), came('around', page([95, 70, 2], 95, 2)));
    const older = from(early, asked('older'), came('older', page([99, 4], 99)));
    expect(seen(older)).to.deep.equal(texts(99, 4, 95, 70, 2));
    const met = from(older, asked('newer'), came('newer', page([50, 3, 90], 50, 90)));
    expect(timelineOf(met).detour).to.equal(null);
    expect(seen(met)).to.deep.equal(texts(99, 4, 95, 70, 2, 50, 3, 90, 1));
  });

  it('waits when it is ahead of the dispatches, and joins the window when they come', () => {
    const heard = (n: number): Input => ({ t: 'message_create', d: { message: message(n) } });
    const ahead = from(live, asked('around', 86), came('around', page([85, 86], 85, null)), heard(83), heard(84));
    expect(seen(ahead)).to.deep.equal(texts(85, 86));
    const met = from(ahead, { t: 'messages.arrived', d: { created: [85, 86].map((n) => ({ message: message(n) })) } });
    expect(timelineOf(met).detour).to.equal(null);
    expect(seen(met)).to.deep.equal(texts(80, 81, 82, 83, 84, 85, 86));
  });

  it('has a next page again when a message comes after it reached the present', () => {
    const purged = [80, 81, 82].map(
      (n): Input => ({ t: 'message_delete', d: { ...address, message_id: messageId(n), revision: 1 } }),
    );
    const ended = from(live, ...purged, asked('around'), came('around', page([78, 79], 78, null)));
    const said = from(ended, { t: 'message_create', d: { message: message(83) } });
    expect(timelineOf(said).detour?.seen?.after).to.equal(messageId(79));
    expect(seen(from(said, asked('newer'), came('newer', page([83], 83, null))))).to.deep.equal(texts(78, 79, 83));
  });

  it('drops a page of the window for a start that it has moved', () => {
    const asking: Input = { t: 'history.asked', d: { ...inChannel, request: 'live older' } };
    const met = from(away, asking, asked('newer'), came('newer', page([22, 79, 80, 81], 22, 81)));
    const answer: Input = { t: 'history.loaded', d: { ...inChannel, request: 'live older', page: page([22, 79], 22) } };
    expect(from(met, answer)).to.deep.equal(met);
    expect(timelineOf(met).loading).to.equal(null);
  });

  it('goes on to another requested message when its messages join the window', () => {
    const on = from(away, asked('around', 5), { t: 'history.asked', d: { ...inChannel, request: 'live older' } });
    const met = from(on, {
      t: 'history.loaded',
      d: { ...inChannel, request: 'live older', page: page([20, 21, 22, 79], 20) },
    });
    expect(seen(met)).to.deep.equal(texts(19, 20, 21, 22, 79, 80, 81, 82));
    expect(seen(from(met, came('around', page([4, 5, 6], 4, 6))))).to.deep.equal(texts(4, 5, 6));
  });

  it('waits for a window that is not loaded, and joins it then', () => {
    const early = from(open, asked('around'), came('around', page([79, 80], 79, null)));
    expect(seen(early)).to.deep.equal(texts(79, 80));
    expect(seen(from(early, ...loaded([80, 81], 80)))).to.deep.equal(texts(79, 80, 81));
  });

  it('shows changes, also those that came while its page was requested', () => {
    const changes: ReadonlyArray<Input> = [
      {
        t: 'message_update',
        d: { ...address, message_id: messageId(20), content: 'better', edited_at: later(9), revision: 1 },
      },
      { t: 'message_delete', d: { ...address, message_id: messageId(21), revision: 1 } },
    ];
    const expected = ['message 19', 'better'];
    expect(seen(from(away, ...changes))).to.deep.equal(expected);
    expect(seen(from(live, asked('around'), ...changes, came('around', page([19, 20, 21], 19, 21))))).to.deep.equal(
      expected,
    );
  });

  it('keeps its messages after a failure and drops the answer to an earlier request', () => {
    const trouble = { code: 'unreachable', detail: 'The server did not answer.' };
    const failed = from(away, asked('older'), {
      t: 'detour.failed',
      d: { ...inChannel, request: 'detour older', trouble },
    });
    expect(viewOf(timelineOf(failed)).trouble).to.deep.equal(trouble);
    expect(seen(failed)).to.deep.equal(texts(19, 20, 21));
    expect(from(away, asked('older'), asked('newer'), came('older', page([18], 18)))).to.deep.equal(
      from(away, asked('older'), asked('newer')),
    );
  });

  it('ends when its channel is left or its window is lost', () => {
    expect(timelineOf(from(away, { t: 'history.trimmed', d: { ...inChannel, keep: 100 } })).detour).to.equal(null);
    expect(from(away, { t: 'session.ended', d: {} })).to.deep.equal(INITIAL);
  });

  it('never shows a gap, a message twice or a wrong order, over any steps', () => {
    const steps = fc.array(
      fc.record({
        step: fc.constantFrom('seek', 'older', 'newer', 'scroll', 'answer', 'say', 'remove', 'hear'),
        n: fc.nat(),
      }),
      { maxLength: 60 },
    );
    // The ids are in any order, because the log alone orders messages.
    const ids = fc.shuffledSubarray(
      Array.from({ length: 100 }, (_, at) => at + 1),
      { minLength: 100 },
    );
    fc.assert(
      fc.property(ids, fc.integer({ min: 0, max: 40 }), steps, (numbers, sent, walk) => {
        const one = wanderer(numbers, sent);
        for (const { step, n } of walk) {
          one[step](n);
          one.expectOrder();
        }
        one.expectNoHole();
      }),
      { numRuns: 1_000 },
    );
  });
});
