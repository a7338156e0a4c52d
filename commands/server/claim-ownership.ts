import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { claimUsername, type Holding } from '#commands/account/hold-username.ts';
import { makeAccount } from '#commands/account/make-account.ts';
import { readPassword, readUsername } from '#commands/account/read-credentials.ts';
import { usernameStreamOf } from '#commands/account/username-stream.ts';
import { verifiedAccount } from '#commands/account/verified-account.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands, Done, Tokens } from '#commands/commands.ts';
import { ensure } from '#commands/machine/handle.ts';
import { actorOf } from '#commands/machine/origin.ts';
import type { HasherBusy } from '#commands/ports/password-hasher.ts';
import { startSession } from '#commands/session/start-session.ts';
import { decideClaimServerOwnership } from '#domain/account/decide.ts';
import type { ClaimOwnershipRejection, OwnerLinkUnusable } from '#domain/account/rejections.ts';
import type { Password, Username } from '#domain/account/values.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { serverOwnershipStream } from '#domain/kernel/stream.ts';

type Intent = Parameters<Commands['claimOwnership']>[0];
type Refusal = ClaimOwnershipRejection | HasherBusy | CommandFailure;
type Credentials = { readonly username: Username; readonly password: Password };

const UNUSABLE: OwnerLinkUnusable = { kind: 'OwnerLinkUnusable' };

const holdingOf = (can: Capabilities, { commandId, correlation }: Intent, username: Username): Holding => {
  const userId = can.ids.entityId(commandId, usernameStreamOf(can)(username), 'UserId');
  return { username, userId, origin: { actor: actorOf(userId), command: commandId, correlation } };
};

const madeAccount = (can: Capabilities, holding: Holding, password: Password) =>
  pipe(
    can.passwords.hash(password),
    TE.tap(() => claimUsername(can)(holding)),
    TE.flatMap((hash) => makeAccount(can)(holding, hash, 'owner-link')),
    TE.map(() => holding.userId),
  );

/**
 * The account this claim is for. One that exists must prove its password: it may be what an earlier attempt, cut
 * short, has made.
 */
const accountFor = (can: Capabilities, intent: Intent, credentials: Credentials): TE.TaskEither<Refusal, UserId> =>
  pipe(
    verifiedAccount(can)(credentials.username, credentials.password),
    TE.flatMap(
      (existing): TE.TaskEither<Refusal, UserId> =>
        existing === undefined
          ? madeAccount(can, holdingOf(can, intent, credentials.username), credentials.password)
          : TE.right(existing),
    ),
  );

/** The first claim wins; the winner may repeat theirs. */
const own = (can: Capabilities, { commandId, correlation }: Intent, userId: UserId) =>
  ensure(can)({
    fold: can.folds.serverOwnership,
    stream: serverOwnershipStream,
    origin: { actor: actorOf(userId), command: commandId, correlation },
    decide: ({ state }) => TE.fromEither(decideClaimServerOwnership({ userId }, state)),
  });

/**
 * The server has an owner. Only the very attempt that made them so goes on: its link was taken and the answer lost.
 * Everybody else is refused before a password is looked at, so this is no second door to guess passwords at.
 */
const again = (
  can: Capabilities,
  intent: Intent,
  { username, password }: Credentials,
  owner: UserId | undefined,
): TE.TaskEither<Refusal, UserId> =>
  owner !== holdingOf(can, intent, username).userId
    ? TE.left(UNUSABLE)
    : pipe(
        verifiedAccount(can)(username, password),
        TE.flatMap((user) => (user === owner ? TE.right(user) : TE.left(UNUSABLE))),
      );

/** The link goes last: until the server has its owner, whatever was cut short can be tried again with it. */
const claimed = (
  can: Capabilities,
  intent: Intent,
  credentials: Credentials,
  linkHash: string,
): TE.TaskEither<Refusal, UserId> =>
  pipe(
    accountFor(can, intent, credentials),
    TE.tap((userId) => own(can, intent, userId)),
    TE.tap(() => can.vault.takeOwnerLink(linkHash, can.clock.now())),
  );

export const claimOwnership =
  (can: Capabilities): Commands['claimOwnership'] =>
  (intent) => {
    const linkHash = can.tokens.hashOf(intent.secret);
    return pipe(
      TE.Do,
      TE.bindW('username', () => TE.fromEither(readUsername(intent.username))),
      TE.bindW('password', () => TE.fromEither(readPassword(intent.password))),
      TE.bindW('link', () => can.vault.ownerLinkIs(linkHash, can.clock.now())),
      TE.bindW('ownership', () => can.folds.serverOwnership.read(serverOwnershipStream)),
      TE.flatMap(({ username, password, link, ownership }) => {
        const { owner } = ownership.state;
        const credentials = { username, password };
        return link && owner === undefined
          ? claimed(can, intent, credentials, linkHash)
          : again(can, intent, credentials, owner);
      }),
      TE.flatMap(
        (userId): TE.TaskEither<Refusal, Done<Tokens>> => startSession(can)(userId, intent.device, intent.correlation),
      ),
    );
  };
