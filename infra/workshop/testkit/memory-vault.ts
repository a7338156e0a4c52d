/** A double of the credential vault in Maps, for tests of the write side. */
import * as TE from 'fp-ts/lib/TaskEither.js';
import { REFRESH_RACE_GRACE_MS } from '#commands/limits.ts';
import type { CredentialVault, Rotation } from '#commands/ports/credential-vault.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';

type Family = { readonly sessionId: SessionId; readonly userId: UserId; generation: number };
type Token = { readonly family: Family; readonly generation: number; usedAt: Instant | undefined; next?: string };

export const memoryVault = (): CredentialVault => {
  const passwords = new Map<UserId, string>();
  const families = new Map<SessionId, Family>();
  const tokens = new Map<string, Token>();
  let link: { readonly hash: string; readonly expiresAt: Instant } | undefined;

  const known = (hash: string): Token | undefined => {
    const token = tokens.get(hash);
    return token !== undefined && families.has(token.family.sessionId) ? token : undefined;
  };
  const linkIs = (hash: string, at: Instant) => link?.hash === hash && millisOf(at) < millisOf(link.expiresAt);

  const rotate = (presented: string, next: string, at: Instant): Rotation & { readonly sessionId?: SessionId } => {
    const token = known(presented);
    if (token === undefined) return { kind: 'Unknown' };
    const { sessionId, userId } = token.family;
    if (token.usedAt !== undefined) {
      const waits = token.next === next && tokens.get(next)?.usedAt === undefined;
      if (waits) return { kind: 'Rotated', sessionId, userId, generation: token.family.generation };
      const older = token.generation < token.family.generation - 1;
      const late = older || millisOf(at) - millisOf(token.usedAt) > REFRESH_RACE_GRACE_MS;
      return late ? { kind: 'Replayed', sessionId, userId } : { kind: 'Superseded', sessionId };
    }
    token.usedAt = at;
    token.next = next;
    token.family.generation += 1;
    tokens.set(next, { family: token.family, generation: token.family.generation, usedAt: undefined });
    return { kind: 'Rotated', sessionId, userId, generation: token.family.generation };
  };

  const doing =
    <A>(work: () => A): TE.TaskEither<never, A> =>
    () =>
      TE.right(work())();

  return {
    setPassword: (user, hash) => doing(() => void passwords.set(user, hash)),
    replacePasswordHash: (user, before, after) =>
      doing(() => {
        if (passwords.get(user) === before) passwords.set(user, after);
      }),
    passwordOf: (user) => doing(() => passwords.get(user)),
    startFamily: (sessionId, userId, hash) =>
      doing(() => {
        const family = { sessionId, userId, generation: 0 };
        families.set(sessionId, family);
        tokens.set(hash, { family, generation: 0, usedAt: undefined });
      }),
    rotate: (presented, next, at) => doing(() => rotate(presented, next, at)),
    familyOf: (hash) =>
      doing(() => {
        const family = known(hash)?.family;
        return family && { sessionId: family.sessionId, userId: family.userId };
      }),
    endFamily: (session) => doing(() => void families.delete(session)),
    familiesOf: (user) =>
      doing(() => [...families.values()].filter(({ userId }) => userId === user).map(({ sessionId }) => sessionId)),
    putOwnerLink: (hash, expiresAt) =>
      doing(() => {
        link = { hash, expiresAt };
      }),
    ownerLinkIs: (hash, at) => doing(() => linkIs(hash, at)),
    takeOwnerLink: (hash, at) =>
      doing(() => {
        const taken = linkIs(hash, at);
        if (taken) link = undefined;
        return taken;
      }),
  };
};
