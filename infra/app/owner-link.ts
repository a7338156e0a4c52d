import { isLeft } from 'fp-ts/lib/Either.js';
import { OWNER_LINK_LIFETIME_MS } from '#commands/limits.ts';
import type { CredentialVault } from '#commands/ports/credential-vault.ts';
import type { TokenMint } from '#commands/ports/token-mint.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { plusMillis } from '#domain/kernel/instant.ts';

/**
 * Makes a secret that turns its holder into the owner. An earlier secret stops working.
 * @throws when the vault is away.
 */
export const freshOwnerSecret = async (
  deps: { readonly vault: CredentialVault; readonly tokens: TokenMint },
  now: Instant,
): Promise<string> => {
  const { secret, hash } = deps.tokens.freshSecret();
  const kept = await deps.vault.putOwnerLink(hash, plusMillis(now, OWNER_LINK_LIFETIME_MS))();
  if (isLeft(kept)) throw new Error(`the vault could not store the owner link: ${kept.left.why}`);
  return secret;
};

/** The link with the secret after the `#`. Browsers do not send that part, so it reaches no server and no log. */
export const ownerLink = (publicUrl: URL, secret: string): string => `${publicUrl.origin}/claim#${secret}`;
