import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { claimUsername, type Holding, releaseUsername } from '#commands/account/hold-username.ts';
import { makeAccount } from '#commands/account/make-account.ts';
import { readPassword, readUsername } from '#commands/account/read-credentials.ts';
import { usernameStreamOf } from '#commands/account/username-stream.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands, Done } from '#commands/commands.ts';
import { type Accepted, enter, spendUse, wouldAdmit } from '#commands/invite/admission.ts';
import { actorOf } from '#commands/machine/origin.ts';
import type { RegisterRejection, UsernameTaken } from '#domain/account/rejections.ts';
import type { Username } from '#domain/account/values.ts';
import type { InviteUnknown } from '#domain/invite/rejections.ts';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { AttemptReused } from '#domain/kernel/rejection.ts';
import { userStream } from '#domain/kernel/stream.ts';

type Intent = Parameters<Commands['register']>[0];
type Registered = TE.TaskEither<RegisterRejection | CommandFailure, Done<{ readonly created: boolean }>>;
/** Everything the steps need; the user's id follows from the attempt and the name, so nobody aims at another's. */
type Registration = Holding & { readonly passwordHash: string; readonly invite: string | undefined };

const UNUSABLE: RegisterRejection = { kind: 'InviteUnusable' };
const TAKEN: Done<{ readonly created: boolean }> = { position: BEGINNING, value: { created: false } };

const admitted = ({ registration }: Capabilities, { invite }: Intent): TE.TaskEither<RegisterRejection, void> => {
  if (registration === 'closed') return TE.left({ kind: 'RegistrationClosed' });
  if (registration === 'invite' && invite === undefined) return TE.left({ kind: 'InviteNeeded' });
  return TE.right(undefined);
};

const holdingOf = (can: Capabilities, { commandId, correlation }: Intent, username: Username): Holding => {
  const userId = can.ids.entityId(commandId, usernameStreamOf(can)(username), 'UserId');
  return { username, userId, origin: { actor: actorOf(userId), command: commandId, correlation } };
};

/** A name that nobody will get by this attempt is given back before the refusal is told. */
const unusable = (
  can: Capabilities,
  registration: Registration,
): TE.TaskEither<RegisterRejection | CommandFailure, never> =>
  pipe(
    releaseUsername(can)(registration),
    TE.flatMap(() => TE.left(UNUSABLE)),
  );

/** An attempt that makes its own user has used its key for nothing else; if it had, the invite would be no good to it. */
const isUnusable = (
  refused: InviteUnknown | AttemptReused | CommandFailure,
): refused is InviteUnknown | AttemptReused => refused.kind === 'InviteUnknown' || refused.kind === 'AttemptReused';

/** What `ifUnusable` says takes the place of a use that cannot be spent. Without an invite there is none to spend. */
const spent = (
  can: Capabilities,
  registration: Registration,
  ifUnusable: TE.TaskEither<RegisterRejection | CommandFailure, undefined>,
): TE.TaskEither<RegisterRejection | CommandFailure, Accepted | undefined> =>
  registration.invite === undefined
    ? TE.right(undefined)
    : pipe(
        spendUse(can)({ ...registration, code: registration.invite }),
        TE.orElseW((refused) => (isUnusable(refused) ? ifUnusable : TE.left(refused))),
      );

const joined = (
  can: Capabilities,
  registration: Registration,
  accepted: Accepted | undefined,
  position: Position,
): TE.TaskEither<CommandFailure, Position> =>
  registration.invite === undefined || accepted === undefined
    ? TE.right(position)
    : pipe(
        enter(can)({ ...registration, code: registration.invite }, accepted),
        TE.map((done) => (done.position > position ? done.position : position)),
        // The guild went away meanwhile: the account stands all the same.
        TE.orElse((refused) => (isUnusable(refused) ? TE.right(position) : TE.left(refused))),
      );

/** The name is this attempt's and the invite's use is spent. Every step may be repeated. */
const completed = (can: Capabilities, registration: Registration, accepted: Accepted | undefined): Registered =>
  pipe(
    makeAccount(can)(registration, registration.passwordHash, registration.invite === undefined ? 'open' : 'invite'),
    TE.flatMap(({ position }) => joined(can, registration, accepted, position)),
    TE.map((position) => ({ position, value: { created: true } })),
  );

/** An account of this attempt was made before; what follows from it may still be missing. */
const resumed = (can: Capabilities, registration: Registration): Registered =>
  pipe(
    spent(can, registration, TE.right(undefined)),
    TE.flatMap((accepted) => completed(can, registration, accepted)),
  );

/** A bad invite is refused before the name is looked at, so the refusal says nothing about the name. */
const begun = (can: Capabilities, registration: Registration): Registered =>
  pipe(
    registration.invite === undefined ? TE.right(true) : wouldAdmit(can)(registration.invite, registration.userId),
    TE.flatMap(
      (admits): TE.TaskEither<RegisterRejection | UsernameTaken | CommandFailure, unknown> =>
        admits ? claimUsername(can)(registration) : unusable(can, registration),
    ),
    TE.foldW(
      (refused): Registered => (refused.kind === 'UsernameTaken' ? TE.right(TAKEN) : TE.left(refused)),
      () =>
        pipe(
          spent(can, registration, unusable(can, registration)),
          TE.flatMap((accepted) => completed(can, registration, accepted)),
        ),
    ),
  );

/**
 * A free name and a taken one answer alike: the password is hashed in both cases, and before anything is claimed,
 * so a busy hasher leaves nothing behind.
 */
export const register =
  (can: Capabilities): Commands['register'] =>
  (intent) =>
    pipe(
      admitted(can, intent),
      TE.flatMapEither(() => readUsername(intent.username)),
      TE.bindTo('username'),
      TE.bindW('password', () => TE.fromEither(readPassword(intent.password))),
      TE.bindW('passwordHash', ({ password }) => can.passwords.hash(password)),
      TE.map(({ username, passwordHash }): Registration => {
        const { invite } = intent;
        return { ...holdingOf(can, intent, username), passwordHash, invite };
      }),
      TE.flatMap((registration) =>
        pipe(
          can.folds.account.read(userStream(registration.userId)),
          TE.flatMap(({ state }) => (state.kind === 'Absent' ? begun(can, registration) : resumed(can, registration))),
        ),
      ),
    );
