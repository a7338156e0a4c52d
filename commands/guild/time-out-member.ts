import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMembership } from '#commands/guild/change-membership.ts';
import type { WantedEvent } from '#commands/machine/attempts.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { readReason } from '#commands/read-reason.ts';
import type { MemberEvent } from '#domain/guild/events.ts';
import { decideTimeOutMember } from '#domain/guild/member-decide.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Reason } from '#domain/kernel/reason.ts';

const wanted = (until: Instant | null, reason: Reason | null): WantedEvent<MemberEvent> =>
  until === null
    ? { type: 'guild.member-time-out-ended' }
    : { type: 'guild.member-timed-out', facts: { until, reason } };

export const timeOutMember =
  (can: Capabilities): Commands['timeOutMember'] =>
  (intent) => {
    const { userId, until } = intent;
    return pipe(
      TE.fromEither(readReason(intent.reason)),
      TE.flatMap((reason) =>
        changeMembership(can)(intent, userId, wanted(until, reason), ({ authority, guild }, state, at) =>
          decideTimeOutMember({ guild, userId, until, reason, authority, at }, state),
        ),
      ),
      TE.map(receiptOf),
    );
  };
