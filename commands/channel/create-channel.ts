import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import { readChannelName } from '#commands/channel/read-channel-name.ts';
import type { Commands } from '#commands/commands.ts';
import { makeChannel } from '#commands/guild/make-channel.ts';
import { originOf } from '#commands/machine/origin.ts';
import { type ChannelSigns, channelSigns } from '#domain/channel/signs.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { namesIn } from '#domain/permission/permission-set.ts';

type Seen = ChannelSigns & { readonly permissions: ReadonlyArray<Permission> };
const UNSEEN: Seen = { permissions: [], isPrivate: false, isLocked: false };

/** Answers the new channel's signs and the maker's permissions there. They are none if it is gone or not in sight. */
const seenBy = (can: Capabilities, actor: UserId, channelId: ChannelId): TE.TaskEither<StoreUnavailable, Seen> =>
  pipe(
    authorityInChannel(can.folds)(actor, channelId, can.clock.now()),
    TE.map(({ authority, guild, channel, overwrites }) => ({
      permissions: namesIn(authority.permissions),
      ...channelSigns(guild)(channel.channelKind, overwrites),
    })),
    TE.orElse((no) => (no.kind === 'ChannelUnknown' ? TE.right<StoreUnavailable, Seen>(UNSEEN) : TE.left(no))),
  );

export const createChannel =
  (can: Capabilities): Commands['createChannel'] =>
  (intent) =>
    pipe(
      TE.fromEither(readChannelName(intent.name)),
      TE.flatMap((name) =>
        makeChannel(can)({ ...intent, name, parentId: intent.parentId ?? null, origin: originOf(intent) }),
      ),
      TE.flatMap(({ position, value }) =>
        pipe(
          seenBy(can, intent.actor, value.channelId),
          TE.map((seen) => ({ position, value: { ...value, ...seen } })),
        ),
      ),
    );
