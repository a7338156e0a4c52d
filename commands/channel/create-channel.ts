import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import { readChannelName } from '#commands/channel/read-channel-name.ts';
import type { Commands } from '#commands/commands.ts';
import { makeChannel } from '#commands/guild/make-channel.ts';
import { originOf } from '#commands/machine/origin.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { namesIn } from '#domain/permission/permission-set.ts';

/** Answers the permissions of the maker in the new channel. They are none if the channel is gone or not in sight. */
const permissionsIn = (
  can: Capabilities,
  actor: UserId,
  channelId: ChannelId,
): TE.TaskEither<StoreUnavailable, ReadonlyArray<Permission>> =>
  pipe(
    authorityInChannel(can.folds)(actor, channelId, can.clock.now()),
    TE.map(({ authority }) => namesIn(authority.permissions)),
    TE.orElse((no) =>
      no.kind === 'ChannelUnknown' ? TE.right<StoreUnavailable, ReadonlyArray<Permission>>([]) : TE.left(no),
    ),
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
          permissionsIn(can, intent.actor, value.channelId),
          TE.map((permissions) => ({ position, value: { ...value, permissions } })),
        ),
      ),
    );
