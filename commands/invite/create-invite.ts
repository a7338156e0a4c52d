import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInChannel, authorityInGuild, type GuildAuthority } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { create } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { existing } from '#commands/machine/receipt.ts';
import { lockdownAt } from '#domain/guild/lockdown.ts';
import { decideCreateInvite, expiryOf } from '#domain/invite/decide.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import { inGuild, sameHome } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { ChannelUnknown, GuildUnknown } from '#domain/kernel/rejection.ts';
import { inviteStream } from '#domain/kernel/stream.ts';

const elsewhere = (): ChannelUnknown => ({ kind: 'ChannelUnknown' });

/**
 * Answers the guild with the authority of the actor in the channel that the invite names. Without a channel, it is the
 * authority in the guild.
 */
const authorityFor =
  ({ folds }: Capabilities) =>
  (
    {
      actor,
      guildId,
      channelId,
    }: { readonly actor: UserId; readonly guildId: GuildId; readonly channelId: ChannelId | null },
    at: Instant,
  ): TE.TaskEither<GuildUnknown | ChannelUnknown | StoreUnavailable, Pick<GuildAuthority, 'authority' | 'guild'>> =>
    pipe(
      authorityInGuild(folds)(actor, guildId, at),
      TE.flatMap(
        (here): TE.TaskEither<ChannelUnknown | StoreUnavailable, Pick<GuildAuthority, 'authority' | 'guild'>> =>
          channelId === null
            ? TE.right(here)
            : pipe(
                authorityInChannel(folds)(actor, channelId, at),
                TE.filterOrElseW(
                  ({ channel }) =>
                    sameHome(channel.home, inGuild(guildId)) &&
                    channel.channelKind !== 'category' &&
                    channel.thread === null,
                  elsewhere,
                ),
                TE.map(({ authority }) => ({ authority, guild: here.guild })),
              ),
      ),
    );

/**
 * Creates an invite. A keyed hash derives the code from the attempt, so a retry answers the same code. No event holds
 * it.
 */
export const createInvite =
  (can: Capabilities): Commands['createInvite'] =>
  (intent) => {
    const origin = originOf(intent);
    const { guildId, channelId, expiresInSecs, maxUses } = intent;
    const inviteId = can.ids.entityId(intent.commandId, origin.actor, 'InviteId');
    const code = can.ids.code(intent.commandId, origin.actor);
    return pipe(
      create(can)({
        fold: can.folds.invite,
        stream: inviteStream(can.hasher.hash('invite-code', code)),
        origin,
        wants: (at) => ({
          type: 'invite.created',
          facts: { guildId, channelId, expiresAt: expiryOf(expiresInSecs, at), maxUses },
        }),
        decide: ({ state }, at) =>
          pipe(
            authorityFor(can)(intent, at),
            TE.flatMapEither(({ authority, guild }) => {
              const terms = { inviteId, guildId, channelId, expiresInSecs, maxUses };
              return decideCreateInvite({ ...terms, authority, lockdown: lockdownAt(guild, at), at }, state);
            }),
          ),
      }),
      TE.map(({ state, position }) => {
        const { terms } = existing(state);
        const { expiresAt } = terms;
        return { position, value: { inviteId, code, guildId, channelId, expiresAt, maxUses } };
      }),
    );
  };
