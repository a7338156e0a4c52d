/**
 * Undo by facets. An act changes a facet of a state, and its undo puts that facet back as it was before. Nothing else
 * changes, so acts on other facets in between stay.
 */
import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import type { Aggregate } from '#domain/kernel/decider.ts';
import type { EventShape, RecordedEvent, Revision } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import type { TooManyChannels } from '#domain/kernel/rejection.ts';

/** A kind of thing that an undo brings back. */
export type UndoneKind =
  | 'member'
  | 'ban'
  | 'time_out'
  | 'message'
  | 'pin'
  | 'role'
  | 'role_order'
  | 'nickname'
  | 'overwrite'
  | 'channel'
  | 'guild'
  | 'lockdown';
/** A thing that an undo brings back. `id` is the id of the user, role, channel, message or guild. */
export type UndoneThing = { readonly what: UndoneKind; readonly id: string };

/** The reason why a thing cannot be brought back. */
export type UndoObstacle =
  /** The entry is no entry of this guild, or the actor may not see the place where it stands. */
  | { readonly kind: 'EntryUnknown' }
  | { readonly kind: 'NotUndoable'; readonly says: string }
  /** A later event changed the same facet, and no undo did. */
  | { readonly kind: 'ChangedSince'; readonly eventName: string; readonly eventId: EventId }
  | { readonly kind: 'TextErased' }
  | { readonly kind: 'DeletedByAuthor' }
  /** The time in which a removal can be undone is over. */
  | { readonly kind: 'UndoExpired' }
  | { readonly kind: 'MemberGone' }
  | { readonly kind: 'RoleGone' }
  | { readonly kind: 'ChannelGone' }
  | { readonly kind: 'PinsFull'; readonly max: number }
  | { readonly kind: 'TooManyRoles'; readonly max: number }
  | TooManyChannels
  | { readonly kind: 'MissingPermission'; readonly permission: string }
  | { readonly kind: 'OutranksActor' };

/** True while a removal can be undone. `undoMs` is the time for it after the removal, in milliseconds. */
export const isInUndoTime = (removedAt: Instant, at: Instant, undoMs: number): boolean =>
  millisOf(at) < millisOf(removedAt) + undoMs;

/** A facet of a state: how it reads, and the events that put it back. */
export type StateFacet<State, Event extends EventShape> = {
  /** Tells two facets of one stream apart. */
  readonly key: string;
  readonly thing: UndoneThing;
  /** Reads the facet as a plain value. Equal values have equal JSON texts. */
  readonly read: (before: State, now: State) => (state: State) => unknown;
  readonly undo: (before: State, now: State) => Either<UndoObstacle, ReadonlyArray<Event>>;
};

/**
 * A rule for one kind of event: its facet, or the reason why it has none. Another event of the same act may stand for
 * it.
 */
export type UndoRule<State, Event extends EventShape> =
  | StateFacet<State, Event>
  | { readonly notUndoable: string; readonly thing: UndoneThing }
  | 'goes with its act';
/** The rules for all events of one kind of stream. A new event does not compile until it has one. */
export type UndoRules<State, Event extends EventShape> = {
  readonly [Type in Event['type']]: (data: Extract<Event, { readonly type: Type }>['data']) => UndoRule<State, Event>;
};

/**
 * The plan of an undo on one stream. It holds the things that come back, the events that do it, and the things that
 * cannot.
 */
export type UndoPlan<Event> = {
  readonly restores: ReadonlyArray<UndoneThing>;
  readonly events: ReadonlyArray<Event>;
  readonly cannot: ReadonlyArray<UndoneThing & { readonly why: UndoObstacle }>;
};

type Recorded<Event extends EventShape> = Pick<RecordedEvent<Event>, 'eventId' | 'event' | 'metadata' | 'revision'>;

/** One facet that the act changed, from its first to its last event. */
type Touched<State, Event extends EventShape> = {
  readonly facet: StateFacet<State, Event>;
  readonly first: Revision;
  last: Revision;
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Finds the event that stands in the way of an undo. It is the last event after the act that changed the facet and is
 * no undo or redo.
 */
const changedSince = <State, Event extends EventShape>(
  { evolve }: Pick<Aggregate<State, Event>, 'evolve'>,
  value: (state: State) => unknown,
  after: State,
  later: ReadonlyArray<Recorded<Event>>,
  chain: ReadonlySet<string>,
): Recorded<Event> | undefined => {
  let state = after;
  let found: Recorded<Event> | undefined;
  for (const one of later) {
    const next = evolve(state, one.event);
    if (!same(value(next), value(state)) && !chain.has(one.eventId)) found = one;
    state = next;
  }
  return found;
};

/** The events of the act, its undoes, their undoes and so on. */
const chainOf = (act: ReadonlyArray<Recorded<EventShape>>, events: ReadonlyArray<Recorded<EventShape>>) => {
  const chain = new Set<string>(act.map(({ eventId }) => eventId));
  for (const { eventId, metadata } of events) {
    if (metadata.undoes !== undefined && chain.has(metadata.undoes)) chain.add(eventId);
  }
  return chain;
};

/**
 * Plans the undo of the events of one act on one stream.
 * @param events all events of the stream, in order.
 * @param act the events to undo, in order.
 * @param isDone true when an earlier try of the same attempt has written the undo already.
 */
export const planUndo = <State, Event extends EventShape>(
  { initial, fold, evolve }: Aggregate<State, Event>,
  rules: UndoRules<State, Event>,
  events: ReadonlyArray<Recorded<Event>>,
  act: ReadonlyArray<Recorded<Event>>,
  isDone: boolean,
): UndoPlan<Event> => {
  const restores: Array<UndoneThing> = [];
  const undoing: Array<Event> = [];
  const cannot: Array<UndoneThing & { readonly why: UndoObstacle }> = [];
  const touched = new Map<string, Touched<State, Event>>();
  for (const { event, revision } of act) {
    // The rule found under an event's own name takes the facts of that event. The compiler cannot follow the pair.
    const ruleOf = rules[event.type as Event['type']] as (data: Event['data']) => UndoRule<State, Event>;
    const rule = ruleOf(event.data);
    if (rule === 'goes with its act') continue;
    if ('notUndoable' in rule) {
      cannot.push({ ...rule.thing, why: { kind: 'NotUndoable', says: rule.notUndoable } });
      continue;
    }
    const known = touched.get(rule.key);
    if (known === undefined) touched.set(rule.key, { facet: rule, first: revision, last: revision });
    else known.last = revision;
  }

  const upTo = (revision: Revision): State =>
    fold(
      initial,
      events.slice(0, revision + 1).map(({ event }) => event),
    );
  const now = upTo(events.length - 1);
  const chain = chainOf(act, events);
  for (const { facet, first, last } of touched.values()) {
    const before = upTo(first - 1);
    const after = upTo(last);
    const value = facet.read(before, now);
    if (same(value(before), value(after))) continue;
    if (same(value(before), value(now))) {
      if (isDone) restores.push(facet.thing);
      continue;
    }
    const later = changedSince({ evolve }, value, after, events.slice(last + 1), chain);
    if (later !== undefined) {
      const why = { kind: 'ChangedSince', eventName: later.event.type, eventId: later.eventId } as const;
      cannot.push({ ...facet.thing, why });
      continue;
    }
    const undone = facet.undo(before, now);
    if (isLeft(undone)) cannot.push({ ...facet.thing, why: undone.left });
    else {
      restores.push(facet.thing);
      undoing.push(...undone.right);
    }
  }
  return { restores, events: undoing, cannot };
};
