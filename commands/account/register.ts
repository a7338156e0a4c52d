import { type Either, flatMap, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { claimUsername, giveUsernameBack, newUsernameClaim } from '#commands/account/claim-username.ts';
import { makeAccount, type NewAccount } from '#commands/account/make-account.ts';
import { readPassword, readUsername, unreserved } from '#commands/account/read-credentials.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands, Receipt } from '#commands/commands.ts';
import { joinGuild, spendUse, whyNotAdmitted } from '#commands/invite/admission.ts';
import { NOTHING_TO_DO, type ProcessStep, processOf, type StepOutcome } from '#commands/process/process.ts';
import type { RegisterRejection, UsernameTaken } from '#domain/account/rejections.ts';
import type { AcceptInviteRejection } from '#domain/invite/rejections.ts';
import { type CommandFailure, isFailure, type StoreUnavailable } from '#domain/kernel/failure.ts';
import { userStream } from '#domain/kernel/stream.ts';

type Known = NewAccount & { readonly invite: string | undefined };
type Refusal = RegisterRejection | UsernameTaken;
type Run = ProcessStep<Known, Refusal>['run'];

/** A lockdown is told, because the invite works again afterwards. Every other refusal reads alike. */
const refusalOf = (no: AcceptInviteRejection): RegisterRejection =>
  no.kind === 'GuildLockedDown' ? no : { kind: 'InviteUnusable' };
const NOT_MADE: Receipt<{ readonly created: boolean }> = { ...NOTHING_TO_DO, value: { created: false } };

const refusedHere = (
  { registration }: Capabilities,
  invite: string | undefined,
): Either<RegisterRejection, undefined> => {
  if (registration === 'closed') return left({ kind: 'RegistrationClosed' });
  if (registration === 'invite' && invite === undefined) return left({ kind: 'InviteNeeded' });
  return right(undefined);
};

const isAbsent = ({ folds }: Capabilities, { userId }: Known): TE.TaskEither<StoreUnavailable, boolean> =>
  pipe(
    folds.account.read(userStream(userId)),
    TE.map(({ state }) => state.kind === 'Absent'),
  );

/** Refuses a bad invite before the username is claimed, so the refusal says nothing about the username. */
const lookAtInvite =
  (can: Capabilities): Run =>
  (known) =>
  async () => {
    const { invite: code, userId } = known;
    const absent = await isAbsent(can, known)();
    if (isLeft(absent)) return absent;
    if (code === undefined || !absent.right) return right(NOTHING_TO_DO);
    const why = await whyNotAdmitted(can)({ code, userId })();
    if (isLeft(why)) return why;
    return why.right === null ? right(NOTHING_TO_DO) : left(refusalOf(why.right));
  };

/** Runs a step for the invite, if the intent names one. `refused` answers when the invite refuses the user. */
const withInvite =
  (
    step: ProcessStep<{ readonly code: string } & Pick<Known, 'userId' | 'origin'>, AcceptInviteRejection>['run'],
    refused: (known: Known, no: AcceptInviteRejection) => Promise<Either<Refusal | CommandFailure, StepOutcome>>,
  ): Run =>
  (known) =>
  async () => {
    const { invite: code, userId, origin } = known;
    if (code === undefined) return right(NOTHING_TO_DO);
    const outcome = await step({ code, userId, origin })();
    if (isRight(outcome)) return outcome;
    return isFailure(outcome.left) ? left(outcome.left) : refused(known, outcome.left);
  };

/** Spends a use of the invite. If the invite refuses, an account that exists goes on, and no new one is made. */
const spendUseOfInvite = (can: Capabilities): Run =>
  withInvite(spendUse(can), async (known, no) => {
    const absent = await isAbsent(can, known)();
    if (isLeft(absent)) return absent;
    return absent.right ? left(refusalOf(no)) : right(NOTHING_TO_DO);
  });

/** Joins the guild of the invite. If the guild is gone, or the user has left it, the account stays. */
const joinGuildOfInvite = (can: Capabilities): Run => withInvite(joinGuild(can), async () => right(NOTHING_TO_DO));

/**
 * Registers an account, and answers the same for free and taken usernames. The password is hashed for both. It is
 * hashed before the username is claimed, so a refusal by a busy hasher leaves no claim.
 */
export const register = (can: Capabilities): Commands['register'] => {
  const registered = processOf<Known, Refusal>('register', [
    { name: 'look at the invite', run: lookAtInvite(can) },
    { name: 'claim the username', run: claimUsername(can), giveBack: giveUsernameBack(can) },
    { name: 'spend a use of the invite', run: spendUseOfInvite(can) },
    { name: 'make the account', run: makeAccount(can) },
    { name: 'join the guild of the invite', run: joinGuildOfInvite(can) },
  ]);
  return (intent) => async () => {
    const { invite } = intent;
    const here = refusedHere(can, invite);
    if (isLeft(here)) return here;
    const username = pipe(readUsername(intent.username), flatMap(unreserved));
    if (isLeft(username)) return username;
    const password = readPassword(intent.password);
    if (isLeft(password)) return password;
    const hash = await can.passwords.hash(password.right)();
    if (isLeft(hash)) return hash;
    const claim = newUsernameClaim(can, intent, username.right);
    const via = invite === undefined ? 'open' : 'invite';
    const done = await registered({ ...claim, passwordHash: hash.right, via, invite })();
    if (isRight(done)) return right({ ...done.right, value: { created: true } });
    return done.left.kind === 'UsernameTaken' ? right(NOT_MADE) : left(done.left);
  };
};
