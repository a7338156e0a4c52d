/**
 * Brings the vault in line with the log before the server is ready (decision 0045), and then keeps erasing what nothing
 * can bring back.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { WriteSide } from '#commands/compose.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import type { ErasureProgress } from '#infra/keys/ports/key-vault.ts';
import type { Vault } from '#infra/keys/vault/open-vault.ts';
import { LOG_APPEND_WAIT_MAX_MS } from '#infra/log/limits.ts';
import { keepSweeping, recordedProgress } from '#infra/operate/erasure/keep-sweeping.ts';
import type { SweepTally } from '#infra/operate/erasure/sweep.ts';
import { endStraySessions, type StrayDeps } from '#infra/operate/strays/end-stray-sessions.ts';
import type { KeyGap } from '#infra/operate/vault-age/key-gap.ts';
import type { FoundLineage } from '#infra/read-models/belong-to-log.ts';
import { postgresListedSessions } from '#infra/read-models/listed-sessions.ts';
import { erasureRecord, recordKeyGap, usersInDirectory } from '#infra/read-models/vault-record.ts';
import type { LogWords } from './log-words.ts';
import type { Part } from './roles.ts';

type Registry = FoundLineage & { readonly pool: Parameters<typeof postgresListedSessions>[0] };

type Deps = {
  readonly part: Part;
  readonly words: Pick<LogWords, 'vaultOlder' | 'vaultBroughtBack' | 'straysEnded' | 'erasure'>;
  readonly registry: Registry;
  readonly vault: Vault;
  /** Keys that the log names and this vault has never made. */
  readonly gap: KeyGap | undefined;
  readonly sessionIsLive: WriteSide['sessionIsLive'];
  readonly sweepWith: (progress: ErasureProgress) => (signal: AbortSignal) => Promise<SweepTally>;
  readonly now: () => Instant;
  readonly stop: AbortSignal;
};

/** Milliseconds after which a login in another process is over: the vault has it before the log does. */
const LOGIN_WITHIN_MS = 2 * LOG_APPEND_WAIT_MAX_MS;

const endStrays = ({ part, registry, vault, sessionIsLive, now }: Deps): Promise<number> => {
  const { families, credentials } = vault;
  const isLive: StrayDeps['isLive'] = async ({ sessionId, userId }) => {
    // The vault holds ids that the house made.
    const live = await sessionIsLive(sessionId as SessionId, userId as UserId)();
    // The next start looks again at a session that cannot be judged now.
    return isLeft(live) || live.right;
  };
  const end: StrayDeps['end'] = async (sessionId) => {
    await credentials.endFamily(sessionId as SessionId)();
  };
  const before = new Date(millisOf(now()) - (part.alone ? 0 : LOGIN_WITHIN_MS));
  return endStraySessions({ families, listed: postgresListedSessions(registry.pool), isLive, end }, before);
};

/** Resolves when the vault fits the log. Gives a function that stops the sweeping. */
export const keepVault = async (deps: Deps): Promise<() => Promise<void>> => {
  const { words, registry, vault, gap, stop } = deps;
  const { pool, lineage, cut } = registry;
  if (gap !== undefined) {
    const users = await vault.keyNumbers.closeUsers(await usersInDirectory(pool));
    await recordKeyGap(pool, gap.texts);
    words.vaultOlder({ texts: gap.texts, users });
  }
  words.straysEnded(await endStrays(deps));
  const progress = recordedProgress(vault.erasureProgress(lineage), erasureRecord(pool, lineage));
  const sweeping = deps.sweepWith(progress);
  if (await progress.isBehind()) words.vaultBroughtBack(await sweeping(stop));
  else if (cut !== undefined) words.erasure.swept(await sweeping(stop));
  return keepSweeping(sweeping, words.erasure);
};
