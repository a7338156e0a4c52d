/** Builds a read side with ada's guild, some channels, and further events. */
import type { ChannelRef } from '#domain/kernel/address.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import {
  channel,
  channelCreated,
  guild,
  guildCreated,
  listed,
  registered,
  session,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import type { WrittenLog } from '#infra/workshop/testkit/written-log.ts';
import { tableModels } from '#projections/registry.ts';
import type { AuthoredMessage } from '#queries/queries.ts';

export const viewer = { userId: user(1), sessionId: session(1) };
/** The n-th channel of ada's guild. */
export const inChannel = (n: number) => ({ guildId: guild(1), channelId: channel(n) });

export type ChannelSide = ReadSide & {
  /** Returns a page of history as ada sees it. */
  readonly page: (
    of: ChannelRef,
    asked: { readonly limit: number; readonly before?: MessageId; readonly until?: bigint },
  ) => Promise<{ readonly messages: ReadonlyArray<AuthoredMessage>; readonly nextBefore: MessageId | null }>;
};

export const channelSide = async (
  channels: ReadonlyArray<number>,
  tell: (write: WrittenLog['write']) => void,
): Promise<ChannelSide> => {
  const side = await readSide();
  const { write } = side.log;
  write(registered(user(1), 'ada'));
  write(guildCreated(guild(1), user(1)));
  for (const id of channels) {
    write(listed(guild(1), channel(id)));
    write(channelCreated(guild(1), channel(id)));
  }
  tell(write);
  for (const model of tableModels) await side.rebuild(model);
  return {
    ...side,
    page: async ({ channelId }, { limit, before, until }) => {
      const answer = await side.queries.channelMessages({
        channelId,
        viewer,
        atLeast: undefined,
        limit,
        before,
        until,
      })();
      if (answer._tag === 'Left') throw new Error(answer.left.kind);
      return answer.right.value;
    },
  };
};
