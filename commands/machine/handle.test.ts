import { expect } from 'chai';
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { APPEND_ATTEMPTS_MAX } from '#commands/limits.ts';
import type { WantedEvent } from '#commands/machine/attempts.ts';
import { foldsOf } from '#commands/machine/folds.ts';
import { change, create } from '#commands/machine/handle.ts';
import type { EventStore } from '#commands/ports/event-store.ts';
import type { UsernameClaimed, UsernameEvent, UsernameReleased } from '#domain/account/events.ts';
import type { CommandId, UserId } from '#domain/kernel/ids.ts';
import { IDEMPOTENCY_WINDOW_MS, SERVERS_APART_MS } from '#domain/kernel/limits.ts';
import { type KeyedHash, type StreamName, usernameStream } from '#domain/kernel/stream.ts';
import { memoryEventStore } from '#infra/workshop/testkit/memory-event-store.ts';
import { testWriteSide } from '#infra/workshop/testkit/write-side.ts';

const STREAM = usernameStream('a hash' as KeyedHash);
const USER = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as UserId;
const claimed: UsernameClaimed = { type: 'account.username-claimed', data: { userId: USER } };
const released: UsernameReleased = { type: 'account.username-released', data: { userId: USER } };

const claim = { wants: (): WantedEvent<UsernameClaimed> => ({ type: 'account.username-claimed' }) };
const release = { wants: (): WantedEvent<UsernameReleased> => ({ type: 'account.username-released' }) };

/** A store that counts what is asked of it. */
const counted = (store: EventStore) => {
  const reads: Array<{ readonly stream: StreamName; readonly after: number }> = [];
  let appends = 0;
  const counting: EventStore = {
    readStream: (stream, after) => {
      reads.push({ stream, after });
      return store.readStream(stream, after);
    },
    append: (...append) => {
      appends += 1;
      return store.append(...append);
    },
  };
  return { counting, reads, appends: () => appends };
};

describe('the loop of a command', () => {
  const { ports, freshCommandId } = testWriteSide();
  const origin = (command: CommandId = freshCommandId()) => ({ actor: `user:${USER}`, command, correlation: 'here' });
  const fresh = () => {
    const memory = memoryEventStore();
    const { counting, reads, appends } = counted(memory);
    const can = { ...ports, store: counting };
    return { memory, reads, appends, can, fold: foldsOf(counting).username };
  };

  it('folds, decides, appends, and keeps the folded stream', async () => {
    const { can, fold, reads, memory } = fresh();
    const write = (event: UsernameEvent) =>
      change(can)({ ...claim, fold, stream: STREAM, origin: origin(), decide: () => TE.right([event]) })();
    expect(await write(claimed)).to.deep.nested.include({ 'right.state.holder': USER, 'right.head': 0 });
    expect(await write(released)).to.deep.nested.include({ 'right.state.holder': undefined, 'right.head': 1 });
    expect(reads.map(({ after }) => after)).to.deep.equal([-1, 0]);
    expect(memory.all().map(({ event }) => event)).to.deep.equal([claimed, released]);
  });

  it('appends no event when the state is already so, or the command is refused', async () => {
    const { can, fold, appends } = fresh();
    const run = change(can);
    await run({ ...claim, fold, stream: STREAM, origin: origin(), decide: () => TE.right([]) })();
    const refused = await run({ ...claim, fold, stream: STREAM, origin: origin(), decide: () => TE.left('no') })();
    expect(refused).to.deep.equal(left('no'));
    expect(appends()).to.equal(0);
  });

  it('reads and decides again after a conflict, with the events of the winner', async () => {
    const { can, fold, memory } = fresh();
    const seen: Array<UserId | undefined> = [];
    memory.beforeAppendTo('username-', async () => {
      const winner = foldsOf(memory).username;
      const decide = () => TE.right([claimed]);
      await change({ ...can, store: memory })({
        ...claim,
        fold: winner,
        stream: STREAM,
        origin: origin(),
        decide,
      })();
    });
    const outcome = await change(can)({
      ...claim,
      fold,
      stream: STREAM,
      origin: origin(),
      decide: ({ state }) => {
        seen.push(state.holder);
        return TE.right(state.holder === undefined ? [claimed] : []);
      },
    })();
    expect(outcome).to.deep.nested.include({ 'right.head': 0 });
    expect(seen).to.deep.equal([undefined, USER]);
    expect(memory.all().length).to.equal(1);
  });

  it('gives up after a limited number of conflicts', async () => {
    const { can, fold } = fresh();
    let decisions = 0;
    const outcome = await change({
      ...can,
      store: { ...can.store, append: () => TE.left({ kind: 'RevisionConflict', actual: 7 }) },
    })({
      ...claim,
      fold,
      stream: STREAM,
      origin: origin(),
      decide: () => {
        decisions += 1;
        return TE.right([claimed]);
      },
    })();
    expect(outcome).to.deep.equal(left({ kind: 'Contention' }));
    expect(decisions).to.equal(APPEND_ATTEMPTS_MAX);
  });

  it('says that the store is away', async () => {
    const { can, fold } = fresh();
    const away = left({ kind: 'StoreUnavailable', why: 'maintenance' } as const);
    const store: EventStore = { ...can.store, append: () => async () => away };
    const outcome = await change({ ...can, store })({
      ...claim,
      fold,
      stream: STREAM,
      origin: origin(),
      decide: () => TE.right([claimed]),
    })();
    expect(outcome).to.deep.equal(away);
  });

  it('answers an attempt that has written before, without deciding again', async () => {
    const { can, fold, memory } = fresh();
    const command = freshCommandId();
    const decide = () => TE.right([claimed]);
    await change(can)({ ...claim, fold, stream: STREAM, origin: origin(command), decide })();
    await change(can)({ ...release, fold, stream: STREAM, origin: origin(), decide: () => TE.right([released]) })();
    const elsewhere = foldsOf(memory).username;
    for (const known of [fold, elsewhere]) {
      const refuse = () => TE.left('decided again');
      const again = await change(can)({
        ...claim,
        fold: known,
        stream: STREAM,
        origin: origin(command),
        decide: refuse,
      })();
      expect(again).to.deep.nested.include({ 'right.state.holder': undefined, 'right.head': 1 });
    }
    expect(memory.all().length).to.equal(2);
  });

  it('refuses an attempt that wrote another event here before', async () => {
    const { can, fold, memory } = fresh();
    const command = freshCommandId();
    const asking = (event: UsernameEvent) =>
      change(can)({
        wants: () => ({ type: event.type }),
        fold,
        stream: STREAM,
        origin: origin(command),
        decide: () => TE.right([event]),
      })();
    await asking(claimed);
    expect(await asking(released)).to.deep.equal(left({ kind: 'AttemptReused' }));
    expect(await asking(claimed)).to.deep.nested.include({ 'right.state.holder': USER });
    expect(memory.all().length).to.equal(1);
  });

  it('does not search for an attempt whose key is newer than all keys of its actor', async () => {
    const { can, fold, reads } = fresh();
    for (let n = 0; n < 100; n += 1)
      await change(can)({ ...claim, fold, stream: STREAM, origin: origin(), decide: () => TE.right([claimed]) })();
    expect(reads.map(({ after }) => after)).to.deep.equal(Array.from({ length: 100 }, (_, n) => n - 1));
  });

  it('remembers the keys of actors while they are accepted, and no longer', async () => {
    const { memory } = fresh();
    const { ports: early, passTime } = testWriteSide();
    const can = { ...early, store: memory };
    const fold = foldsOf(memory).username;
    const keys = async (actor: string) => {
      const by = { actor, command: early.ids.freshCommandId(), correlation: 'here' };
      const done = await change(can)({
        ...claim,
        fold,
        stream: STREAM,
        origin: by,
        decide: () => TE.right([claimed]),
      })();
      return isLeft(done) ? [] : [...done.right.newestKeys.keys()];
    };
    await keys('user:ann');
    passTime(IDEMPOTENCY_WINDOW_MS);
    expect(await keys('user:bob')).to.deep.equal(['user:ann', 'user:bob']);
    passTime(SERVERS_APART_MS + 1);
    expect(await keys('user:cat')).to.deep.equal(['user:bob', 'user:cat']);
  });

  it('begins a stream without reading it', async () => {
    const { can, fold, reads } = fresh();
    await create(can)({ ...claim, fold, stream: STREAM, origin: origin(), decide: () => TE.right([claimed]) })();
    expect(reads).to.deep.equal([]);
  });

  it('decides again about a stream that its own attempt has begun before', async () => {
    const { can, fold, memory } = fresh();
    const command = freshCommandId();
    const begin = (reused: boolean) =>
      create(can)({
        ...claim,
        fold,
        stream: STREAM,
        origin: origin(command),
        decide: ({ state }) =>
          TE.fromEither(state.holder === undefined ? right([claimed]) : reused ? left('reused') : right([])),
      })();
    await begin(false);
    expect(await begin(false)).to.deep.nested.include({ 'right.state.holder': USER, 'right.head': 0 });
    expect(await begin(true)).to.deep.equal(left('reused'));
    expect(memory.all().length).to.equal(1);
  });

  it('throws on an event that does not belong to the stream', async () => {
    const { can, fold, memory } = fresh();
    await change(can)({ ...claim, fold, stream: STREAM, origin: origin(), decide: () => TE.right([claimed]) })();
    const broken = await foldsOf(memory)
      .guild.read(STREAM)()
      .then(isLeft, (error: unknown) => error);
    expect(broken).to.be.instanceOf(Error);
  });

  it('keeps the folded streams in use, up to a limit', async () => {
    const { can, memory } = fresh();
    const { counting, reads } = counted(memory);
    const fold = foldsOf(counting, 2).username;
    const [a, b, c] = ['a', 'b', 'c'].map((hash) => usernameStream(hash as KeyedHash)) as [
      StreamName,
      StreamName,
      StreamName,
    ];
    for (const stream of [a, b, a, c])
      await change(can)({ ...claim, fold, stream, origin: origin(), decide: () => TE.right([claimed]) })();
    reads.length = 0;
    for (const stream of [a, c, b]) await fold.read(stream)();
    expect(reads.map(({ after }) => after)).to.deep.equal([1, 0, -1]);
  });
});
