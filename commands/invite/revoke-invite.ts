import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInGuild } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { change } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { readReason } from '#commands/read-reason.ts';
import { decideRevokeInvite } from '#domain/invite/decide.ts';
import { isInviteStream } from '#domain/kernel/stream.ts';

/**
 * Revokes an invite. A read model named its stream, because no event holds the code. So the stream itself must say that
 * it is this invite of this guild.
 */
export const revokeInvite =
  (can: Capabilities): Commands['revokeInvite'] =>
  (intent) => {
    const { actor, guildId, inviteId, stream } = intent;
    if (!isInviteStream(stream)) return TE.left({ kind: 'InviteUnknown' });
    return pipe(
      TE.fromEither(readReason(intent.reason ?? null)),
      TE.flatMap((reason) =>
        change(can)({
          fold: can.folds.invite,
          stream,
          origin: originOf(intent),
          wants: () => ({ type: 'invite.revoked', facts: { inviteId, guildId, reason } }),
          decide: ({ state }, at) =>
            pipe(
              authorityInGuild(can.folds)(actor, guildId, at),
              TE.flatMapEither(({ authority }) => decideRevokeInvite({ inviteId, guildId, reason, authority }, state)),
            ),
        }),
      ),
      TE.map(receiptOf),
    );
  };
