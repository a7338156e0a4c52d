import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { enter, spendUse } from '#commands/invite/admission.ts';
import { originOf } from '#commands/machine/origin.ts';

export const acceptInvite =
  (can: Capabilities): Commands['acceptInvite'] =>
  (intent) => {
    const admission = { code: intent.code, userId: intent.actor, origin: originOf(intent) };
    return pipe(
      spendUse(can)(admission),
      TE.flatMap((accepted) => enter(can)(admission, accepted)),
    );
  };
