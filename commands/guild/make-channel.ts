import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInGuild } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { MadeChannel, Receipt } from '#commands/commands.ts';
import { categoryInSight } from '#commands/guild/category-in-sight.ts';
import { keepChannelListed, listChannel } from '#commands/guild/list-channel.ts';
import { create } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import { createdAtOf, existing } from '#commands/machine/receipt.ts';
import { NOTHING_TO_DO, type ProcessStep, processOf, type StepOutcome } from '#commands/process/process.ts';
import { decideCreateChannel } from '#domain/channel/decide.ts';
import type { ChannelKind } from '#domain/channel/events.ts';
import type { CreateChannelRejection } from '#domain/channel/rejections.ts';
import type { ChannelName } from '#domain/channel/values.ts';
import type { CommandFailure, StoreUnavailable } from '#domain/kernel/failure.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import { channelStream } from '#domain/kernel/stream.ts';

export type NewChannel = {
  readonly actor: UserId;
  readonly guildId: GuildId;
  readonly name: ChannelName;
  readonly channelKind: ChannelKind;
  readonly parentId: ChannelId | null;
  readonly origin: Origin;
};
type Known = NewChannel & { readonly channelId: ChannelId };
type Run = ProcessStep<Known, CreateChannelRejection>['run'];

/** Checks the category of a channel that is not made yet. A category itself stands in none. */
const inCategory =
  (can: Capabilities) =>
  ({
    actor,
    guildId,
    parentId,
    channelKind,
  }: Known): TE.TaskEither<CreateChannelRejection | StoreUnavailable, unknown> => {
    if (parentId === null) return TE.right(undefined);
    if (channelKind === 'category') return TE.left({ kind: 'CategoryNested' });
    return categoryInSight(can)({ actor, guildId, categoryId: parentId }, can.clock.now());
  };

/**
 * Takes a place for a channel that is not made yet. A channel that exists had its place, and may be deleted by now.
 * Then the step checks that its maker is still a member, because the answer shows the channel.
 */
const takePlace =
  (can: Capabilities): Run =>
  (known) =>
    pipe(
      can.folds.channel.read(channelStream(known.channelId)),
      TE.flatMap(
        ({ state }): TE.TaskEither<CreateChannelRejection | CommandFailure, StepOutcome> =>
          state.kind === 'Absent'
            ? pipe(
                inCategory(can)(known),
                TE.flatMap(() => listChannel(can)(known)),
              )
            : pipe(
                authorityInGuild(can.folds)(known.actor, known.guildId, can.clock.now()),
                TE.map(() => NOTHING_TO_DO),
              ),
      ),
    );

const make =
  (can: Capabilities): Run =>
  ({ channelId, guildId, name, channelKind, parentId, origin }) =>
    create(can)({
      fold: can.folds.channel,
      stream: channelStream(channelId),
      origin,
      wants: () => ({ type: 'channel.created', facts: { home: inGuild(guildId), parentId, name, kind: channelKind } }),
      decide: ({ state }) =>
        TE.fromEither(decideCreateChannel({ channelId, home: inGuild(guildId), parentId, name, channelKind }, state)),
    });

const keepPlace =
  (can: Capabilities): Run =>
  (known) =>
    pipe(
      can.folds.channel.read(channelStream(known.channelId)),
      TE.flatMap(
        ({ state }): TE.TaskEither<CreateChannelRejection | CommandFailure, StepOutcome> =>
          state.kind === 'Present' ? keepChannelListed(can)(known) : TE.right(NOTHING_TO_DO),
      ),
    );

/** Makes a channel. The place comes first, so that a guild never has more channels than it may. */
export const makeChannel = (can: Capabilities) => {
  const made = processOf<Known, CreateChannelRejection>('make a channel', [
    { name: 'take a place in the guild', run: takePlace(can) },
    { name: 'make the channel', run: make(can) },
    { name: 'keep the place', run: keepPlace(can) },
  ]);
  return (channel: NewChannel): TE.TaskEither<CreateChannelRejection | CommandFailure, Receipt<MadeChannel>> => {
    const { guildId, origin } = channel;
    // The same key in another guild is an attempt of its own, so no channel is in the lists of two guilds.
    const channelId = can.ids.entityId(origin.command, `${origin.actor} ${guildId}`, 'ChannelId');
    return pipe(
      made({ ...channel, channelId }),
      TE.bindTo('done'),
      TE.bindW('made', () => can.folds.channel.read(channelStream(channelId))),
      TE.map(({ done, made: folded }) => {
        const { name, parentId, syncedWith } = existing(folded.state);
        const synced = parentId !== null && syncedWith === parentId;
        const createdAt = createdAtOf(folded);
        return {
          ...done,
          value: { guildId, channelId, name, channelKind: channel.channelKind, parentId, synced, createdAt },
        };
      }),
    );
  };
};
