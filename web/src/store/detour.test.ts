import { expect } from 'chai';
import fc from 'fast-check';
import type { MessagePage } from '#gateway/protocol/resources.ts';
import { channel, channelId, guild, later, me, message, messageId, place } from '#infra/testkit/client-world.ts';
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

/** A page as the server gives it: the messages of these numbers, newest first, and its open ends. */
const page = (numbers: ReadonlyArray<number>, before: number | null, after?: number | null): MessagePage => ({
  messages: numbers.toSorted((a, b) => b - a).map((n) => message(n)),
  next_before: before === null ? null : messageId(before),
  ...(after === undefined ? {} : { next_after: after === null ? null : messageId(after) }),
});
const loaded = (numbers: ReadonlyArray<number>, before: number | null): ReadonlyArray<Input> => [
  { t: 'history.asked', d: { ...place, request: 'live' } },
  { t: 'history.loaded', d: { ...place, request: 'live', page: page(numbers, before) } },
];
const asked = (side: 'around' | 'older' | 'newer', target = 20): Input => ({
  t: 'detour.asked',
  d: { ...place, request: `detour ${side}`, side, target: messageId(target) },
});
const came = (side: 'around' | 'older' | 'newer', got: MessagePage): Input => ({
  t: 'detour.loaded',
  d: { ...place, request: `detour ${side}`, page: got },
});

const open = from(
  INITIAL,
  {
    t: 'ready',
    d: {
      user: me,
      guilds: [{ guild: guild(1), channels: [channel(1)] }],
      resume_token: 'sealed',
      server_time: later(0),
    },
  },
  { t: 'subscribed', d: { ...place, resume_token: 'sealed' } },
);
const live = from(open, ...loaded([80, 81, 82], 80));
const away = from(live, asked('around'), came('around', page([19, 20, 21], 19, 21)));
const texts = (...numbers: ReadonlyArray<number>) => numbers.map((n) => `message ${n}`);

describe('a detour from the window of a channel', () => {
  it('shows the window until it is read, and then what stands around the message', () => {
    expect(seen(from(live, asked('around')))).to.deep.equal(texts(80, 81, 82));
    expect(seen(away)).to.deep.equal(texts(19, 20, 21));
  });

  it('leaves the window as it is, and live', () => {
    const state = from(away, { t: 'message_create', d: { message: message(83) } });
    expect(timelineOf(state).messages.map((m) => m.content)).to.deep.equal(texts(80, 81, 82, 83));
    expect(seen(state)).to.deep.equal(texts(19, 20, 21));
    expect(seen(from(state, { t: 'detour.left', d: place }))).to.deep.equal(texts(80, 81, 82, 83));
  });

  it('goes on in either direction', () => {
    const older = from(away, asked('older'), came('older', page([17, 18], null)));
    expect(seen(older)).to.deep.equal(texts(17, 18, 19, 20, 21));
    expect(viewOf(timelineOf(older)).start.kind).to.equal('beginning');
    const newer = from(older, asked('newer'), came('newer', page([22, 23], 22, 23)));
    expect(seen(newer)).to.deep.equal(texts(17, 18, 19, 20, 21, 22, 23));
  });

  it('ends where it meets the window, and the two are one', () => {
    const met = from(away, asked('newer'), came('newer', page([22, 79, 80, 81], 22, 81)));
    expect(timelineOf(met).detour).to.equal(null);
    expect(timelineOf(met).messages.map((m) => m.content)).to.deep.equal(texts(19, 20, 21, 22, 79, 80, 81, 82));
    expect(timelineOf(met).start).to.deep.equal({ kind: 'after', before: messageId(19) });
  });

  it('ends at once when it is read up to the present', () => {
    const met = from(live, asked('around'), came('around', page([78, 79], 78, null)));
    expect(timelineOf(met).detour).to.equal(null);
    expect(seen(met)).to.deep.equal(texts(78, 79, 80, 81, 82));
  });

  it('waits for a window that is not read yet, and meets it then', () => {
    const early = from(open, asked('around'), came('around', page([79, 80], 79, null)));
    expect(seen(early)).to.deep.equal(texts(79, 80));
    expect(seen(from(early, ...loaded([80, 81], 80)))).to.deep.equal(texts(79, 80, 81));
  });

  it('shows what changes, also what changed while it was read', () => {
    const changes: ReadonlyArray<Input> = [
      {
        t: 'message_update',
        d: { ...place, message_id: messageId(20), content: 'better', edited_at: later(9), revision: 1 },
      },
      { t: 'message_delete', d: { ...place, message_id: messageId(21), revision: 1 } },
    ];
    const expected = ['message 19', 'better'];
    expect(seen(from(away, ...changes))).to.deep.equal(expected);
    expect(seen(from(live, asked('around'), ...changes, came('around', page([19, 20, 21], 19, 21))))).to.deep.equal(
      expected,
    );
  });

  it('tells of a failure without losing what was seen, and drops an answer that was overtaken', () => {
    const trouble = { code: 'unreachable', detail: 'The server did not answer.' };
    const failed = from(away, asked('older'), {
      t: 'detour.failed',
      d: { ...place, request: 'detour older', trouble },
    });
    expect(viewOf(timelineOf(failed)).trouble).to.deep.equal(trouble);
    expect(seen(failed)).to.deep.equal(texts(19, 20, 21));
    expect(from(away, asked('older'), asked('newer'), came('older', page([18], 18)))).to.deep.equal(
      from(away, asked('older'), asked('newer')),
    );
  });

  it('is over when its channel is left or its window is lost', () => {
    expect(timelineOf(from(away, { t: 'history.trimmed', d: { ...place, keep: 100 } })).detour).to.equal(null);
    expect(from(away, { t: 'session.ended', d: {} })).to.deep.equal(INITIAL);
  });

  it('never shows a hole or a message twice, however far it goes and whatever comes in between', () => {
    const all = Array.from({ length: 60 }, (_, n) => n + 1);
    const step = fc.constantFrom('older' as const, 'newer' as const, 'live' as const);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 59 }), fc.array(step, { maxLength: 40 }), (target, steps) => {
        const numbers = [...all];
        const numberOf = (id: string) => Number(id.slice(2));
        const around = (middle: number) => numbers.filter((n) => Math.abs(n - middle) <= 2);
        let state = from(open, ...loaded(numbers.slice(-5), numbers.at(-5) ?? null), asked('around', target));
        const first = around(target);
        state = from(
          state,
          came(
            'around',
            page(
              first,
              first[0] === 1 ? null : (first[0] ?? null),
              first.at(-1) === numbers.at(-1) ? null : (first.at(-1) ?? null),
            ),
          ),
        );
        for (const next of steps) {
          if (next === 'live') {
            const n = (numbers.at(-1) ?? 0) + 1;
            numbers.push(n);
            state = from(state, { t: 'message_create', d: { message: message(n) } });
            continue;
          }
          const known = timelineOf(state).detour?.seen;
          if (known == null) continue;
          const cursor = next === 'older' ? (known.start.kind === 'after' ? known.start.before : null) : known.after;
          if (cursor === null) continue;
          const at = numberOf(cursor);
          const got =
            next === 'older' ? numbers.filter((n) => n < at).slice(-4) : numbers.filter((n) => n > at).slice(0, 4);
          const before = next === 'older' && got[0] === 1 ? null : (got[0] ?? at);
          const after = next === 'newer' && got.at(-1) === numbers.at(-1) ? null : (got.at(-1) ?? at);
          state = from(state, asked(next, target), came(next, page(got, before, next === 'newer' ? after : undefined)));
        }
        for (const shown of [viewOf(timelineOf(state)).messages, timelineOf(state).messages]) {
          const ids = shown.map((m) => numberOf(m.message_id));
          expect(ids).to.deep.equal(ids.map((_, i) => (ids[0] ?? 0) + i));
        }
        expect(numberOf(timelineOf(state).messages.at(-1)?.message_id ?? '')).to.equal(numbers.at(-1));
      }),
      { numRuns: 1_000 },
    );
  });
});
