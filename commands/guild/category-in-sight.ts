import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { CategoryUnknown } from '#domain/channel/rejections.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import { inGuild, sameHome } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { may } from '#domain/permission/authority.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Wish = { readonly actor: UserId; readonly guildId: GuildId; readonly categoryId: ChannelId };

/**
 * Checks that the actor may put a channel into a category of this guild. The actor sees the category and manages
 * channels there. A hidden category is as unknown as one that never was.
 */
export const categoryInSight =
  ({ folds }: Capabilities) =>
  (
    { actor, guildId, categoryId }: Wish,
    at: Instant,
  ): TE.TaskEither<CategoryUnknown | MissingPermission | StoreUnavailable, void> =>
    pipe(
      authorityInChannel(folds)(actor, categoryId, at),
      TE.mapLeft((no): CategoryUnknown | StoreUnavailable =>
        no.kind === 'ChannelUnknown' ? { kind: 'CategoryUnknown' } : no,
      ),
      TE.filterOrElseW(
        ({ channel }) => channel.channelKind === 'category' && sameHome(channel.home, inGuild(guildId)),
        (): CategoryUnknown => ({ kind: 'CategoryUnknown' }),
      ),
      TE.filterOrElseW(
        ({ authority }) => may(authority, 'manage_channels'),
        (): MissingPermission => ({ kind: 'MissingPermission', permission: 'manage_channels' }),
      ),
      TE.map(() => undefined),
    );
