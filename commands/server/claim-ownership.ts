import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import {
  claimUsername,
  giveUsernameBack,
  newUsernameClaim,
  type UsernameClaim,
} from '#commands/account/claim-username.ts';
import { makeAccount } from '#commands/account/make-account.ts';
import { readPassword, readUsername, unreserved } from '#commands/account/read-credentials.ts';
import { verifiedAccount } from '#commands/account/verified-account.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { ensure } from '#commands/machine/handle.ts';
import { actorOf } from '#commands/machine/origin.ts';
import type { HasherBusy } from '#commands/ports/rejections.ts';
import { NOTHING_TO_DO, type ProcessStep, processOf } from '#commands/process/process.ts';
import { startSession } from '#commands/session/start-session.ts';
import { decideClaimServerOwnership } from '#domain/account/decide.ts';
import type { ClaimOwnershipRejection, OwnerLinkUnusable } from '#domain/account/rejections.ts';
import type { Password, Username } from '#domain/account/values.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { serverOwnershipStream } from '#domain/kernel/stream.ts';

type Intent = Parameters<Commands['claimOwnership']>[0];
type Credentials = { readonly username: Username; readonly password: Password };
type Outcome = Either<ClaimOwnershipRejection | HasherBusy | CommandFailure, UserId>;
/** `passwordHash` is undefined for an account that existed before and has proven its password. */
type Known = UsernameClaim & { readonly passwordHash: string | undefined; readonly linkHash: string };
type Run = ProcessStep<Known, ClaimOwnershipRejection>['run'];

const UNUSABLE: OwnerLinkUnusable = { kind: 'OwnerLinkUnusable' };

const makeTheAccount =
  (can: Capabilities): Run =>
  (known) => {
    const { passwordHash } = known;
    if (passwordHash === undefined) return TE.right(NOTHING_TO_DO);
    return makeAccount(can)({ ...known, passwordHash, via: 'owner-link' });
  };

/** Makes the user the owner of the server. The first claim wins, and its user may repeat it. */
const own =
  (can: Capabilities): Run =>
  ({ userId, origin }) =>
    ensure(can)({
      fold: can.folds.serverOwnership,
      stream: serverOwnershipStream,
      origin,
      decide: ({ state }) => TE.fromEither(decideClaimServerOwnership({ userId }, state)),
    });

/** Takes the owner link as the last step. So an interrupted claim can be tried again until the server has an owner. */
const takeLink =
  (can: Capabilities): Run =>
  ({ linkHash }) =>
    pipe(
      can.vault.takeOwnerLink(linkHash, can.clock.now()),
      TE.map(() => NOTHING_TO_DO),
    );

/**
 * Claims the server for the account of these credentials, and makes the account if it does not exist. An account that
 * exists must prove its password: an interrupted attempt may have made it.
 */
const claimServer = (can: Capabilities) => {
  const process = processOf<Known, ClaimOwnershipRejection>('claim the server', [
    { name: 'claim the username', run: claimUsername(can), giveBack: giveUsernameBack(can) },
    { name: 'make the account', run: makeTheAccount(can) },
    { name: 'own the server', run: own(can) },
    { name: 'take the owner link', run: takeLink(can) },
  ]);
  return async (intent: Intent, { username, password }: Credentials, linkHash: string): Promise<Outcome> => {
    const existing = await verifiedAccount(can)(username, password)();
    if (isLeft(existing)) return existing;
    const fresh = newUsernameClaim(can, intent, username);
    const userId = existing.right ?? fresh.userId;
    const claim = { username, userId, origin: { ...fresh.origin, actor: actorOf(userId) } };
    const name = existing.right === undefined ? unreserved(username) : right(username);
    if (isLeft(name)) return name;
    const hash = existing.right === undefined ? await can.passwords.hash(password)() : right(undefined);
    if (isLeft(hash)) return hash;
    const done = await process({ ...claim, passwordHash: hash.right, linkHash })();
    return isLeft(done) ? done : right(userId);
  };
};

/**
 * Answers a claim when the server has an owner. Only a retry of the attempt that made the owner may go on, because its
 * answer was lost. Every other attempt is refused before its password is checked, so no caller can guess passwords
 * here.
 */
const answerRetry = async (
  can: Capabilities,
  intent: Intent,
  { username, password }: Credentials,
  owner: UserId | undefined,
): Promise<Outcome> => {
  if (owner !== newUsernameClaim(can, intent, username).userId) return left(UNUSABLE);
  const verified = await verifiedAccount(can)(username, password)();
  if (isLeft(verified)) return verified;
  return verified.right === owner ? right(owner) : left(UNUSABLE);
};

export const claimOwnership = (can: Capabilities): Commands['claimOwnership'] => {
  const claim = claimServer(can);
  return (intent) => async () => {
    const username = readUsername(intent.username);
    if (isLeft(username)) return username;
    const password = readPassword(intent.password);
    if (isLeft(password)) return password;
    const linkHash = can.tokens.hashOf(intent.secret);
    const link = await can.vault.ownerLinkIs(linkHash, can.clock.now())();
    if (isLeft(link)) return link;
    const ownership = await can.folds.serverOwnership.read(serverOwnershipStream)();
    if (isLeft(ownership)) return ownership;
    const { owner } = ownership.right.state;
    const credentials = { username: username.right, password: password.right };
    const user =
      link.right && owner === undefined
        ? await claim(intent, credentials, linkHash)
        : await answerRetry(can, intent, credentials, owner);
    return isLeft(user) ? user : startSession(can)(user.right, intent.device, intent.correlation)();
  };
};
