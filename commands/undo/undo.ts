/**
 * Takes back acts of governance by compensating events, which name the event that they undo. The command verifies every
 * entry on its stream and reads no read model (decision 0037).
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { authorityInGuild } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands, UndoEntry, UndoOutcome } from '#commands/commands.ts';
import { UNDO_STREAMS_AT_ONCE } from '#commands/limits.ts';
import { originOf } from '#commands/machine/origin.ts';
import { type StreamUndo, undoOn } from '#commands/undo/undo-on-stream.ts';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { AttemptReused } from '#domain/kernel/rejection.ts';
import { partsOf, type StreamName, type StreamParts } from '#domain/kernel/stream.ts';

/** Order of the streams: a channel comes back before its messages, and a role before the members who have it. */
const ORDER: ReadonlyArray<StreamParts['kind']> = ['guild', 'channel', 'member', 'message'];
const placeOf = (stream: StreamName): number => {
  const place = ORDER.indexOf(partsOf(stream)?.kind ?? 'user');
  return place === -1 ? ORDER.length : place;
};

export const undo =
  (can: Capabilities): Commands['undo'] =>
  ({ guildId, entries, preview, ...attempt }) =>
  async () => {
    const here = await authorityInGuild(can.folds)(attempt.actor, guildId, can.clock.now())();
    if (isLeft(here)) return here;
    const byStream = Map.groupBy<StreamName, UndoEntry>(entries, ({ stream }) => stream);
    const streams = [...byStream.keys()].sort((a, b) => placeOf(a) - placeOf(b));
    const work = undoOn(can, { actor: attempt.actor, guildId, origin: originOf(attempt), preview });

    const restores: Array<UndoOutcome['restores'][number]> = [];
    const cannot: Array<UndoOutcome['cannot'][number]> = [];
    let position: Position = BEGINNING;
    const take = (done: Either<CommandFailure | AttemptReused, StreamUndo>) => {
      if (isLeft(done)) return left(done.left);
      restores.push(...done.right.restores);
      cannot.push(...done.right.cannot);
      if (done.right.position > position) position = done.right.position;
      return undefined;
    };
    for (const ofKind of Map.groupBy(streams, placeOf).values()) {
      for (let from = 0; from < ofKind.length; from += UNDO_STREAMS_AT_ONCE) {
        const some = ofKind.slice(from, from + UNDO_STREAMS_AT_ONCE);
        const outcomes = await Promise.all(some.map((stream) => work(stream, byStream.get(stream) ?? [])));
        for (const outcome of outcomes) {
          const failed = take(outcome);
          if (failed !== undefined) return failed;
        }
      }
    }
    return right({ position, value: { restores, cannot } });
  };
