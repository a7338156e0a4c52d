import { OWNER_LINK_LIFETIME_MS } from '#commands/limits.ts';
import { NO_REVISION } from '#domain/kernel/event.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { serverOwnershipStream } from '#domain/kernel/stream.ts';
import { publicUrlOf } from '#infra/app/origins.ts';
import { freshOwnerSecret, ownerLink } from '#infra/app/owner-link.ts';
import type { Config } from '#infra/config/config.ts';
import { accessTokenKeys } from '#infra/keys/tokens/access-token-key.ts';
import { createTokenMint } from '#infra/keys/tokens/token-mint.ts';
import type { Vault } from '#infra/keys/vault/open-vault.ts';
import type { EventLog } from '#infra/log/event-log.ts';
import { duration } from '#infra/operate/words.ts';
import { EXIT, type ExitCode, Stop } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Creates an owner link. It works as well as the server's own link, because only the vault knows either. */
export const createOwnerLink = async (
  terminal: Terminal,
  { host, port, publicUrl }: Config,
  log: EventLog,
  vault: Vault,
): Promise<ExitCode> => {
  const { head } = await log.readStream(serverOwnershipStream, NO_REVISION);
  if (head !== NO_REVISION)
    throw new Stop(EXIT.problemFound, 'This server already has an owner, so no link was created.');
  const keys = await accessTokenKeys(await vault.serverKeys.of('access-token'));
  const tokens = createTokenMint(keys, await vault.serverKeys.of('refresh-successor'));
  const secret = await freshOwnerSecret({ vault: vault.credentials, tokens }, instantOf(Date.now()));
  const link = ownerLink(publicUrlOf(publicUrl, host, port), secret);
  terminal.say(`Open this link once, within ${duration(OWNER_LINK_LIFETIME_MS)}, to own the server:\n\n  ${link}\n`);
  terminal.say('It creates the first account. An earlier link no longer works.');
  terminal.give({ link, secret });
  return EXIT.ok;
};
