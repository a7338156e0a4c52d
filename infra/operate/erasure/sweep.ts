/**
 * Sweep: destroys the keys of removed texts once nothing can bring them back (decision 0037). It works in the order of
 * the log and notes how far it came, so it continues after a crash. Each step may run twice.
 */
import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import type { Erasures } from '#commands/erasure/erasures.ts';
import { ERASURE_MARGIN_MS } from '#commands/limits.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import { type Instant, plusMillis } from '#domain/kernel/instant.ts';
import type { ErasureProgress } from '#infra/keys/ports/key-vault.ts';
import type { RemovalRow, Removals } from '#infra/read-models/removals.ts';

/** Removals or messages that one step of the sweep reads. A larger page would hold more ids in memory. */
const PAGE = 200;

/** Numbers of things that one sweep erased. */
export type SweepTally = { messages: number; channels: number };

/** Keeps the sweep from going on, and says why. The next sweep continues there. */
export class SweepStopped extends Error {
  override readonly name = 'SweepStopped';
}

export type SweepDeps = {
  readonly removals: Removals;
  readonly progress: ErasureProgress;
  readonly erasures: Erasures;
  /** Destroys what users keep of a message for themselves. */
  readonly forgetMessage: (messageId: MessageId) => Promise<void>;
  /** Destroys what users keep of a channel for themselves, such as read markers. */
  readonly forgetChannel: (channelId: ChannelId) => Promise<void>;
  /** Destroys the notification rules of a guild. */
  readonly forgetGuild: (guildId: GuildId) => Promise<void>;
  readonly undoMs: number;
  readonly now: () => Instant;
};

const orStop = <A>(outcome: Either<CommandFailure, A>): A => {
  if (isLeft(outcome)) throw new SweepStopped('why' in outcome.left ? outcome.left.why : outcome.left.kind);
  return outcome.right;
};

/** Erases a channel with its threads. The channel comes last, so a later sweep finds what an interrupted one left. */
const eraseChannel = async (
  deps: SweepDeps,
  channelId: ChannelId,
  tally: SweepTally,
  signal: AbortSignal,
): Promise<void> => {
  const { removals, erasures, forgetChannel } = deps;
  if (!orStop(await erasures.isChannelDue(channelId))) return;
  for (const thread of await removals.threadsOf(channelId)) await eraseChannel(deps, thread, tally, signal);
  let after = '';
  while (!signal.aborted) {
    const page: ReadonlyArray<MessageId> = await removals.messagesOf(channelId, after, PAGE);
    for (const messageId of page) {
      orStop(await erasures.messageOfChannel(messageId));
      tally.messages += 1;
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last;
  }
  if (signal.aborted) return;
  await forgetChannel(channelId);
  orStop(await erasures.channelErased(channelId));
  tally.channels += 1;
};

const erase = async (deps: SweepDeps, { kind, id }: RemovalRow, tally: SweepTally, signal: AbortSignal) => {
  const { removals, erasures } = deps;
  // The projector wrote an id of this kind into the row.
  switch (kind) {
    case 'message':
      if (!orStop(await erasures.message(id as MessageId))) return;
      await deps.forgetMessage(id as MessageId);
      tally.messages += 1;
      return;
    case 'channel':
      return eraseChannel(deps, id as ChannelId, tally, signal);
    case 'guild':
      if (!orStop(await erasures.isGuildDue(id as GuildId))) return;
      for (const channelId of await removals.channelsOf(id as GuildId)) {
        await eraseChannel(deps, channelId, tally, signal);
      }
      if (signal.aborted) return;
      await deps.forgetGuild(id as GuildId);
      orStop(await erasures.textsOfGuild(id as GuildId));
  }
};

/**
 * Erases all that is due now. Ends early when the signal aborts.
 * @throws SweepStopped when the log or the vault is away, and the database's error when the read models or the personal
 * store are.
 */
export const sweep =
  (deps: SweepDeps) =>
  async (signal: AbortSignal): Promise<SweepTally> => {
    const { removals, progress, undoMs, now } = deps;
    const tally: SweepTally = { messages: 0, channels: 0 };
    const until = plusMillis(now(), -undoMs - ERASURE_MARGIN_MS);
    const passes = [
      { kind: 'authors', next: (after: bigint) => removals.byAuthors(after, PAGE), later: async () => undefined },
      {
        kind: 'others',
        next: (after: bigint) => removals.byOthers(after, until, PAGE),
        later: (after: bigint) => removals.firstLater(after, until),
      },
    ] as const;
    for (const { kind, next, later } of passes) {
      let after = await progress.through(kind);
      // Clocks differ and are put back, so a removal may be due before an earlier one. The note stays before the earlier.
      const waiting = await later(after);
      while (!signal.aborted) {
        const page = await next(after);
        for (const removal of page) {
          await erase(deps, removal, tally, signal);
          if (signal.aborted) return tally;
        }
        const last = page.at(-1);
        if (last === undefined) break;
        after = last.position;
        if (waiting === undefined || after < waiting) await progress.reached(kind, after);
      }
    }
    return tally;
  };
