import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { type Admission, guildOfInvite, joinGuild, spendUse } from '#commands/invite/admission.ts';
import { originOf } from '#commands/machine/origin.ts';
import { processOf } from '#commands/process/process.ts';
import type { AcceptInviteRejection } from '#domain/invite/rejections.ts';

/** Accepts an invite. It spends the use before the join, so that an invite never lets in more users than it may. */
export const acceptInvite = (can: Capabilities): Commands['acceptInvite'] => {
  const accepted = processOf<Admission, AcceptInviteRejection>('accept an invite', [
    { name: 'spend a use of the invite', run: spendUse(can) },
    { name: 'join the guild', run: joinGuild(can) },
  ]);
  return (intent) =>
    pipe(
      accepted({ code: intent.code, userId: intent.actor, origin: originOf(intent) }),
      TE.bindTo('done'),
      TE.bindW('guildId', () => guildOfInvite(can)(intent.code)),
      TE.map(({ done, guildId }) => ({ ...done, value: { guildId } })),
    );
};
