import type { Either } from 'fp-ts/lib/Either.js';
import { right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { rankIn } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMembership } from '#commands/guild/change-membership.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideKickMember } from '#domain/guild/member-decide.ts';
import type { ReasonInvalid } from '#domain/guild/rejections.ts';
import { Reason } from '#domain/guild/values.ts';
import { readText } from '#domain/kernel/text.ts';

const readReason = readText(Reason, (why): ReasonInvalid => ({ kind: 'ReasonInvalid', why }));
const readAnyReason = (reason: string | null): Either<ReasonInvalid, Reason | null> =>
  reason === null ? right(null) : readReason(reason);

export const kickMember =
  (can: Capabilities): Commands['kickMember'] =>
  (intent) => {
    const { guildId, userId } = intent;
    return pipe(
      TE.fromEither(readAnyReason(intent.reason)),
      TE.flatMap((reason) =>
        changeMembership(can)(intent, userId, { type: 'guild.member-kicked' }, ({ authority, guild }, state) =>
          pipe(
            rankIn(can.folds)(guild, userId),
            TE.map((targetRank) => decideKickMember({ guildId, userId, targetRank, reason, authority }, state)),
          ),
        ),
      ),
      TE.map(receiptOf),
    );
  };
