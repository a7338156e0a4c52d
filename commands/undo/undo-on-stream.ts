import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js';
import { authorityInGuild } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { UndoEntry, UndoOutcome } from '#commands/commands.ts';
import type { FoldedStream, StreamFold } from '#commands/machine/folds.ts';
import { ensure } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import { settleRemoval } from '#commands/message/settle-removal.ts';
import { settlePlace } from '#commands/undo/channel-place.ts';
import { authorityThere, channelRules, type UndoneAct } from '#commands/undo/circumstances.ts';
import { thingOf } from '#commands/undo/thing-of.ts';
import { channelAggregate } from '#domain/channel/state.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { memberAggregate } from '#domain/guild/member-state.ts';
import { memberUndo } from '#domain/guild/member-undo.ts';
import { guildAggregate } from '#domain/guild/state.ts';
import { guildUndo } from '#domain/guild/undo.ts';
import type { Aggregate } from '#domain/kernel/decider.ts';
import { BEGINNING, NO_REVISION, type Position, type RecordedEvent } from '#domain/kernel/event.ts';
import type { CommandFailure, StoreUnavailable } from '#domain/kernel/failure.ts';
import { guildOf, type Home } from '#domain/kernel/home.ts';
import type { EventId, GuildId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import type { AttemptReused, GuildUnknown } from '#domain/kernel/rejection.ts';
import { guildStream, partsOf, type StreamName } from '#domain/kernel/stream.ts';
import { planUndo, type UndoObstacle, type UndoPlan, type UndoRules } from '#domain/kernel/undo.ts';
import { messageAggregate } from '#domain/message/state.ts';
import { messageUndo } from '#domain/message/undo.ts';
import { may } from '#domain/permission/authority.ts';
import { undoable } from '#domain/undoable.ts';

/** An undo on one stream: its outcome, and the position up to which it wrote. */
export type StreamUndo = UndoOutcome & { readonly position: Position };
type Outcome = Either<CommandFailure | AttemptReused, StreamUndo>;

/** One undo of one actor. */
type Undoing = {
  readonly actor: UserId;
  readonly guildId: GuildId;
  readonly origin: Origin;
  readonly preview: boolean;
};

type Recorded = RecordedEvent<DomainEvent>;
/** Time of what names no time. It makes nobody a newcomer. */
const LONG_AGO = instantOf(0);
const NOWHERE: ReadonlyArray<never> = [];

/** Finds the events of the entries, in order. Undefined when one of the entries is no event of this stream. */
const actOf = (
  events: ReadonlyArray<Recorded>,
  entries: ReadonlyArray<UndoEntry>,
): ReadonlyArray<Recorded> | undefined => {
  const found = entries.map(({ revision, eventId }) => {
    const event = events[revision];
    return event?.eventId === eventId ? event : undefined;
  });
  return found.every((event) => event !== undefined) ? found.toSorted((a, b) => a.revision - b.revision) : undefined;
};

/** The last event of the act on this stream. The compensating events name it. */
const lastOf = (entries: ReadonlyArray<UndoEntry>): EventId =>
  entries.reduce((last, entry) => (entry.revision > last.revision ? entry : last)).eventId;

/** Answers all things of the entries with one obstacle. Things that a stream holds once are named once. */
const allCannot = (stream: StreamName, why: UndoObstacle): StreamUndo => ({
  restores: NOWHERE,
  cannot: [{ ...thingOf(stream), why }],
  position: BEGINNING,
});

/**
 * Plans and appends on one stream. `rulesFor` reads the other streams that decide. It answers an obstacle when nothing
 * of the stream may be undone.
 */
const onStream = async <S, E extends DomainEvent>(
  can: Capabilities,
  { actor, guildId, origin, preview }: Undoing,
  stream: StreamName,
  entries: ReadonlyArray<UndoEntry>,
  { fold, aggregate }: { readonly fold: StreamFold<S, E>; readonly aggregate: Aggregate<S, E> },
  rulesFor: (
    state: S,
    around: UndoneAct,
    events: ReadonlyArray<Recorded>,
  ) => Promise<Either<StoreUnavailable, UndoRules<S, E> | UndoObstacle>>,
): Promise<Outcome> => {
  let planned: UndoPlan<E> | undefined;
  let obstacle: UndoObstacle | undefined;
  const undoes = lastOf(entries);

  const decide = async (
    { state, head }: FoldedStream<S>,
    at: Instant,
  ): Promise<Either<StoreUnavailable | AttemptReused | GuildUnknown, ReadonlyArray<E>>> => {
    planned = undefined;
    obstacle = undefined;
    const refused = (why: UndoObstacle): Either<never, ReadonlyArray<E>> => {
      obstacle = why;
      return right([]);
    };
    const here = await authorityInGuild(can.folds)(actor, guildId, at)();
    if (isLeft(here)) return here;
    const read = await can.store.readStream(stream, NO_REVISION)();
    if (isLeft(read)) return read;
    const events = read.right.events.slice(0, head + 1);
    const act = actOf(events, entries);
    if (act === undefined) return refused({ kind: 'EntryUnknown' });
    const own = events.filter(
      ({ metadata }) => metadata.actor === origin.actor && metadata.causation === origin.command,
    );
    if (own.some(({ metadata }) => metadata.undoes !== undefined && metadata.undoes !== undoes))
      return left({ kind: 'AttemptReused' });
    const isOwnAct = act.every(({ metadata }) => metadata.actor === origin.actor);
    const actedAt = act.at(-1)?.metadata.time ?? at;
    const around = { ...here.right, actor, at, isOwnAct, actedAt };
    const rules = await rulesFor(state, around, events);
    if (isLeft(rules)) return rules;
    // Only an obstacle has a kind. Rules have the names of events, which the compiler does not know here.
    if ('kind' in rules.right) return refused(rules.right as UndoObstacle);
    // The fold of this kind of stream owns all of its events.
    const typed = (some: ReadonlyArray<Recorded>) => some as ReadonlyArray<RecordedEvent<E>>;
    planned = planUndo(aggregate, rules.right, typed(events), typed(act), own.length > 0);
    return right(planned.events);
  };

  if (preview) {
    const folded = await fold.read(stream)();
    if (isLeft(folded)) return folded;
    const decided = await decide(folded.right, can.clock.now());
    if (isLeft(decided))
      return decided.left.kind === 'GuildUnknown'
        ? right(allCannot(stream, { kind: 'EntryUnknown' }))
        : left(decided.left);
  } else {
    const done = await ensure(can)({
      fold,
      stream,
      origin: { ...origin, undoes },
      decide: (folded, at) => () => decide(folded, at),
    })();
    if (isLeft(done))
      return done.left.kind === 'GuildUnknown' ? right(allCannot(stream, { kind: 'EntryUnknown' })) : left(done.left);
    if (planned !== undefined) return right({ ...planned, position: done.right.position });
  }
  if (obstacle !== undefined) return right(allCannot(stream, obstacle));
  return right({ restores: NOWHERE, cannot: NOWHERE, ...planned, position: BEGINNING });
};

const INVITE_SAYS = String(undoable['invite.revoked']);
const UNKNOWN: UndoObstacle = { kind: 'EntryUnknown' };

/**
 * Answers when the membership began that an act changed. Old events of a join name no time, but every event has one. The
 * founder never joined, so the membership is as old as the guild.
 */
const joinTimeOf = async (
  { store }: Capabilities,
  guildId: GuildId,
  events: ReadonlyArray<Recorded>,
  entries: ReadonlyArray<UndoEntry>,
): Promise<Either<StoreUnavailable, Instant>> => {
  const first = Math.min(...entries.map(({ revision }) => revision));
  for (const { event, revision, metadata } of events.toReversed())
    if (event.type === 'guild.member-joined' && revision < first)
      return right(event.data.joinedAt === LONG_AGO ? metadata.time : event.data.joinedAt);
  const founded = await store.readStream(guildStream(guildId), NO_REVISION)();
  if (isLeft(founded)) return founded;
  return right(founded.right.events[0]?.metadata.time ?? LONG_AGO);
};

type InHome = { readonly kind: 'Absent' } | { readonly kind: 'Present' | 'Deleted'; readonly home: Home };
const isOf = (guildId: GuildId, state: InHome): boolean => state.kind !== 'Absent' && guildOf(state.home) === guildId;

/** Undoes the entries of one stream, by the kind of the stream. */
export const undoOn =
  (can: Capabilities, undoing: Undoing) =>
  async (stream: StreamName, entries: ReadonlyArray<UndoEntry>): Promise<Outcome> => {
    const { guildId, origin, preview } = undoing;
    const parts = partsOf(stream);
    const { folds, undoMs } = can;
    switch (parts?.kind) {
      case 'guild': {
        if (parts.guildId !== guildId) return right(allCannot(stream, UNKNOWN));
        const kind = { fold: folds.guild, aggregate: guildAggregate };
        return onStream(can, undoing, stream, entries, kind, async (_, around) => right(guildUndo(guildId, around)));
      }
      case 'member': {
        if (parts.guildId !== guildId) return right(allCannot(stream, UNKNOWN));
        const kind = { fold: folds.member, aggregate: memberAggregate };
        return onStream(can, undoing, stream, entries, kind, async (_, around, events) => {
          const joinedAt = await joinTimeOf(can, guildId, events, entries);
          if (isLeft(joinedAt)) return joinedAt;
          return right(memberUndo({ ...around, userId: parts.userId, joinedAt: joinedAt.right }));
        });
      }
      case 'channel': {
        const kind = { fold: folds.channel, aggregate: channelAggregate };
        const done = await onStream(can, undoing, stream, entries, kind, async (state, around, events) =>
          isOf(guildId, state)
            ? channelRules(can)(
                around,
                parts.channelId,
                state,
                events.map(({ event }) => event),
              )
            : right(UNKNOWN),
        );
        if (isLeft(done) || preview || done.right.restores.length === 0) return done;
        const undone = { ...origin, undoes: lastOf(entries) };
        const placed = await settlePlace(can)({ guildId, channelId: parts.channelId, origin: undone })();
        if (isLeft(placed)) return placed;
        const position = placed.right.position > done.right.position ? placed.right.position : done.right.position;
        return right({ ...done.right, position });
      }
      case 'message': {
        const kind = { fold: folds.message, aggregate: messageAggregate };
        const done = await onStream(can, undoing, stream, entries, kind, async (state, around) => {
          if (state.kind === 'Absent' || !isOf(guildId, state)) return right(UNKNOWN);
          const channel = await authorityThere(can)(around, state.channelId);
          if (isLeft(channel)) return channel;
          const { right: here } = channel;
          if (here === undefined || !may(here.authority, 'view_channel')) return right(UNKNOWN);
          if (here.state.kind !== 'Present') return right({ kind: 'ChannelGone' });
          return right(messageUndo({ authority: here.authority, at: around.at, undoMs }));
        });
        if (isLeft(done) || preview || done.right.restores.length === 0) return done;
        const folded = await folds.message.read(stream)();
        if (isRight(folded)) await settleRemoval(can)(folded.right)();
        return done;
      }
      case 'invite':
        return right(allCannot(stream, { kind: 'NotUndoable', says: INVITE_SAYS }));
      default:
        return right(allCannot(stream, UNKNOWN));
    }
  };
