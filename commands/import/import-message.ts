import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { ImportCapabilities, ImportCommands } from '#commands/import/import-commands.ts';
import { commandIdAt, importOrigin } from '#commands/import/import-origin.ts';
import type { TimeInvalid } from '#commands/import/rejections.ts';
import { metadataOf } from '#commands/machine/origin.ts';
import { NO_STREAM } from '#commands/ports/event-store.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import { inGuild } from '#domain/kernel/home.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { AttemptReused } from '#domain/kernel/rejection.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { importedMessage } from '#domain/message/decide.ts';

const BEFORE_1970: TimeInvalid = { kind: 'TimeInvalid', why: 'a message cannot have been said before 1970' };
const REUSED: AttemptReused = { kind: 'AttemptReused' };

/**
 * Imports a message by one append, without reading. Its id follows from its line, so its stream is empty or holds this
 * message. The receipt of the event store says which.
 */
export const importMessage =
  (can: ImportCapabilities): ImportCommands['importMessage'] =>
  ({ importId, guildId, channelId, authorId, kind, content, sentAt, line }) => {
    if (millisOf(sentAt) < 0) return TE.left(BEFORE_1970);
    const origin = importOrigin(importId);
    const command = commandIdAt(sentAt);
    const messageId = can.ids.entityId(command, `${origin.actor} ${line}`, 'MessageId');
    const stream = messageStream(messageId);
    const home = inGuild(guildId);
    const event = importedMessage({ messageId, channelId, home, authorId, kind, content, sentAt });
    const eventId = can.ids.eventId(command, origin.actor, stream, 0);
    return pipe(
      can.store.append(stream, NO_STREAM, [{ eventId, event, metadata: metadataOf(origin, can.clock.now()) }]),
      TE.map(({ position, repeated }) => ({ position, value: { messageId, alreadyThere: repeated } })),
      TE.mapLeft((failure): AttemptReused | StoreUnavailable =>
        failure.kind === 'RevisionConflict' ? REUSED : failure,
      ),
    );
  };
