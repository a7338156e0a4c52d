import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInChannel, authorityInGuild } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import { changeInSightBy } from '#commands/channel/change-in-sight.ts';
import { withoutLosingEdits } from '#commands/channel/keep-category-edits.ts';
import type { Attempt, ChannelPlace, Commands } from '#commands/commands.ts';
import { categoryInSight } from '#commands/guild/category-in-sight.ts';
import { writtenBy } from '#commands/machine/attempts.ts';
import { change } from '#commands/machine/handle.ts';
import { originOf } from '#commands/machine/origin.ts';
import { NOTHING_TO_DO, type ProcessStep, processOf } from '#commands/process/process.ts';
import { decideMoveChannel } from '#domain/channel/decide.ts';
import type { OrderChannelsRejection } from '#domain/channel/rejections.ts';
import type { PresentChannel } from '#domain/channel/state.ts';
import { decideOrderChannels } from '#domain/guild/order-decide.ts';
import type { CommandFailure, StoreUnavailable } from '#domain/kernel/failure.ts';
import { inGuild, sameHome } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { AttemptReused } from '#domain/kernel/rejection.ts';
import { guildStream } from '#domain/kernel/stream.ts';
import { may } from '#domain/permission/authority.ts';

type Known = Attempt & { readonly guildId: GuildId; readonly order: ReadonlyArray<ChannelPlace> };
type Step = ProcessStep<Known, OrderChannelsRejection>;
type Task<A> = TE.TaskEither<OrderChannelsRejection | CommandFailure, A>;

const twice = (order: ReadonlyArray<ChannelPlace>): boolean =>
  new Set(order.map(({ channelId }) => channelId)).size < order.length;

/** True when the attempt has ordered the guild already. It had moved all channels before. */
const isOrdered =
  (can: Capabilities) =>
  (intent: Known): TE.TaskEither<AttemptReused | StoreUnavailable, boolean> =>
  async () => {
    const stream = guildStream(intent.guildId);
    const folded = await can.folds.guild.read(stream)();
    if (isLeft(folded)) return folded;
    const written = await writtenBy(can, stream, originOf(intent))(folded.right);
    return isLeft(written) ? written : right(written.right.length > 0);
  };

/**
 * Answers whether the order leaves a channel in its category. It names that one, or it names none and the actor does
 * not see it: clients do not know of a category out of sight, so their orders keep its channels there.
 */
const stays =
  (can: Capabilities) =>
  (
    actor: UserId,
    { parentId: before }: PresentChannel,
    parentId: ChannelId | null,
    at: Instant,
  ): TE.TaskEither<StoreUnavailable, boolean> => {
    if (before === parentId) return TE.right(true);
    if (before === null || parentId !== null) return TE.right(false);
    return pipe(
      authorityInChannel(can.folds)(actor, before, at),
      TE.map(() => false),
      TE.orElse((no) => (no.kind === 'ChannelUnknown' ? TE.right<StoreUnavailable, boolean>(true) : TE.left(no))),
    );
  };

/** Checks one entry: the actor sees the channel in this guild, and the category that it shall stand in. */
const checkPlace =
  (can: Capabilities) =>
  ({ actor, guildId }: Known, at: Instant) =>
  ({ channelId, parentId }: ChannelPlace): Task<unknown> =>
  async (): Promise<Either<OrderChannelsRejection | CommandFailure, unknown>> => {
    const here = await authorityInChannel(can.folds)(actor, channelId, at)();
    if (isLeft(here)) return here;
    const { channel, authority } = here.right;
    if (!sameHome(channel.home, inGuild(guildId))) return left({ kind: 'ChannelUnknown' });
    const kept = await stays(can)(actor, channel, parentId, at)();
    if (isLeft(kept)) return kept;
    if (kept.right) return right(undefined);
    if (!may(authority, 'manage_channels')) return left({ kind: 'MissingPermission', permission: 'manage_channels' });
    if (parentId === null) return right(undefined);
    if (channel.channelKind === 'category') return left({ kind: 'CategoryNested' });
    return categoryInSight(can)({ actor, guildId, categoryId: parentId }, at)();
  };

/** Checks the whole order before the first move, so that a wrong order changes nothing. */
const check =
  (can: Capabilities): Step['run'] =>
  (intent) => {
    if (twice(intent.order)) return TE.left({ kind: 'ChannelOrderInvalid', why: 'the order names a channel twice' });
    const at = can.clock.now();
    return pipe(
      authorityInGuild(can.folds)(intent.actor, intent.guildId, at),
      TE.filterOrElseW(
        ({ authority }) => may(authority, 'manage_channels'),
        (): OrderChannelsRejection => ({ kind: 'MissingPermission', permission: 'manage_channels' }),
      ),
      TE.flatMap(() => pipe(intent.order, TE.traverseSeqArray(checkPlace(can)(intent, at)))),
      TE.map(() => NOTHING_TO_DO),
    );
  };

/** Moves one channel. It decides about the category again, because another moderator may have deleted it. */
const move =
  (can: Capabilities, place: ChannelPlace): Step['run'] =>
  (intent) => {
    const { actor, guildId } = intent;
    const { channelId, parentId } = place;
    const target = { ...intent, channelId };
    const moved = changeInSightBy(can)(
      target,
      { type: 'channel.moved', facts: { parentId } },
      ({ authority, overwrites: effective, state, channel, at }) =>
        pipe(
          stays(can)(actor, channel, parentId, at),
          TE.tap(
            (kept): TE.TaskEither<OrderChannelsRejection | StoreUnavailable, void> =>
              kept || parentId === null
                ? TE.right(undefined)
                : categoryInSight(can)({ actor, guildId, categoryId: parentId }, at),
          ),
          TE.flatMapEither((kept) =>
            // A moderator who may not manage this channel names it to order the others.
            kept ? right([]) : decideMoveChannel({ parentId, effective, authority }, state),
          ),
        ),
    );
    return withoutLosingEdits(can)(target, moved);
  };

/** True when these channels stand in the same order in both lists. Channels that are gone are in one list only. */
const isOrderOf = (named: ReadonlyArray<ChannelId>, stored: ReadonlyArray<ChannelId>): boolean => {
  const inBoth = named.filter((id) => stored.includes(id));
  const isNamed = new Set(named);
  return stored.filter((id) => isNamed.has(id)).every((id, place) => id === inBoth[place]);
};

const order =
  (can: Capabilities): Step['run'] =>
  (intent) => {
    const { actor, guildId } = intent;
    const channels = intent.order.map(({ channelId }) => channelId);
    return change(can)({
      fold: can.folds.guild,
      stream: guildStream(guildId),
      origin: originOf(intent),
      wants: () => ({ type: 'guild.channels-ordered', fits: (stored) => isOrderOf(channels, stored.order) }),
      decide: ({ state }, at) =>
        pipe(
          authorityInGuild(can.folds)(actor, guildId, at),
          TE.flatMapEither(({ authority }) => decideOrderChannels({ order: channels, authority }, state)),
        ),
    });
  };

/**
 * Orders the channels of a guild, with the category of each. The moves come first, each on its own channel, and none of
 * them changes who sees what. A retry after a crash resumes with the first move that is missing.
 */
export const orderChannels =
  (can: Capabilities): Commands['orderChannels'] =>
  (intent) => {
    const checked: Step = { name: 'check the order', run: check(can) };
    const moves = intent.order.map((place): Step => ({ name: `move ${place.channelId}`, run: move(can, place) }));
    const ordered: Step = { name: 'order the channels of the guild', run: order(can) };
    return pipe(
      isOrdered(can)(intent),
      TE.flatMap((isDone) => {
        const steps = isDone ? [ordered] : [checked, ...moves, ordered];
        return processOf<Known, OrderChannelsRejection>('order the channels', steps)(intent);
      }),
    );
  };
