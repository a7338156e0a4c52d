import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Attempt, Commands } from '#commands/commands.ts';
import { writtenBy } from '#commands/machine/attempts.ts';
import type { FoldedStream } from '#commands/machine/folds.ts';
import { originOf } from '#commands/machine/origin.ts';
import { changeMessage } from '#commands/message/change-message.ts';
import { deletingFor, deletionFor } from '#commands/message/delete-message.ts';
import { settleRemoval } from '#commands/message/settle-removal.ts';
import { readReason } from '#commands/read-reason.ts';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Reason } from '#domain/kernel/reason.ts';
import type { AttemptReused } from '#domain/kernel/rejection.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { namedOnce } from '#domain/message/decide.ts';
import type { MessageState } from '#domain/message/state.ts';
import { type Authority, may } from '#domain/permission/authority.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Found = FoldedStream<MessageState> & { readonly messageId: MessageId };
type Failed = CommandFailure | AttemptReused;
/** The message that one step deleted, at the position of the deletion. Undefined for a message that it skipped. */
type Deletion = { readonly messageId: MessageId; readonly position: Position } | undefined;

const MISSING: MissingPermission = { kind: 'MissingPermission', permission: 'manage_messages' };

/** Deletes one message. A message that another user deleted or hid in the meantime is skipped. */
const deleteOne =
  (can: Capabilities) =>
  async (
    intent: Attempt,
    reason: Reason | null,
    { messageId, state, ...folded }: Found,
  ): Promise<Either<Failed, Deletion>> => {
    if (state.kind === 'Absent') return right(undefined);
    const origin = originOf(intent);
    const written = await writtenBy(can, messageStream(messageId), origin)({ ...folded, state });
    if (isLeft(written)) return written;
    if (state.kind === 'Deleted' && written.right.length === 0) return right(undefined);
    const { channelId } = state;
    const at = { ...intent, channelId, messageId };
    const changed = await changeMessage(can)(at, deletionFor(reason), deletingFor(reason))();
    if (isLeft(changed)) {
      const { left: why } = changed;
      const isSkipped =
        why.kind === 'MessageUnknown' || why.kind === 'ChannelUnknown' || why.kind === 'MissingPermission';
      return isSkipped ? right(undefined) : left(why);
    }
    await settleRemoval(can)(changed.right)();
    return right({ messageId, position: changed.right.position });
  };

/**
 * Deletes many messages in one act. Each stands on a stream of its own, so a retry of the attempt continues after a
 * failure. The right is checked for all of them first, so that a refusal deletes nothing.
 */
export const deleteMessages =
  (can: Capabilities): Commands['deleteMessages'] =>
  (intent) =>
  async () => {
    const named = namedOnce(intent.messageIds);
    if (isLeft(named)) return named;
    const reason = readReason(intent.reason ?? null);
    if (isLeft(reason)) return reason;
    const at = can.clock.now();
    const authorities = new Map<ChannelId, Authority | undefined>();
    const authorityIn = async (channelId: ChannelId) => {
      const here = await authorityInChannel(can.folds)(intent.actor, channelId, at)();
      if (isLeft(here) && here.left.kind !== 'ChannelUnknown') return left(here.left);
      authorities.set(channelId, isLeft(here) ? undefined : here.right.authority);
      return right(authorities.get(channelId));
    };
    if (intent.channelId !== null) {
      const here = await authorityIn(intent.channelId);
      if (isLeft(here)) return here;
      if (here.right === undefined) return left({ kind: 'ChannelUnknown' });
    }

    const found: Array<Found> = [];
    for (const messageId of named.right) {
      const folded = await can.folds.message.read(messageStream(messageId))();
      if (isLeft(folded)) return folded;
      const { state } = folded.right;
      if (state.kind === 'Absent' || (intent.channelId !== null && state.channelId !== intent.channelId)) continue;
      if (!authorities.has(state.channelId)) {
        const here = await authorityIn(state.channelId);
        if (isLeft(here)) return here;
      }
      const authority = authorities.get(state.channelId);
      if (authority === undefined) continue;
      if (state.kind === 'Present' && state.authorId !== intent.actor && !may(authority, 'manage_messages'))
        return left(MISSING);
      found.push({ messageId, ...folded.right });
    }

    // The writer appends what waits in one batch, so the deletions run together.
    const outcomes = await Promise.all(found.map((one) => deleteOne(can)(intent, reason.right, one)));
    let position = BEGINNING;
    const deleted: Array<MessageId> = [];
    for (const outcome of outcomes) {
      if (isLeft(outcome)) return outcome;
      if (outcome.right === undefined) continue;
      deleted.push(outcome.right.messageId);
      if (outcome.right.position > position) position = outcome.right.position;
    }
    return right({ position, value: { deleted } });
  };
