import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMembership } from '#commands/guild/change-membership.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideLeaveGuild } from '#domain/guild/member-decide.ts';

export const leaveGuild =
  (can: Capabilities): Commands['leaveGuild'] =>
  (intent) =>
    pipe(
      changeMembership(can)(intent, intent.actor, { type: 'guild.member-left' }, ({ guild }, state) =>
        decideLeaveGuild({ guild, userId: intent.actor }, state),
      ),
      TE.map(receiptOf),
    );
