/** Marks channels and guilds as read for the user. A refusal is told, with the way to try again. */

import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import { passes } from '#web/client/pauses.ts';
import type { Trouble } from '#web/store/state.ts';
import type { FailureToast } from '#web/ui/toasts.tsx';
import { problemSaid } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

export type MarkActions = {
  readonly channels: (ids: ReadonlyArray<ChannelId>) => void;
  readonly guild: (id: GuildId) => void;
};

/** Runs a mark and tells of its refusal. */
export const tellingRefusal = async (complain: FailureToast, mark: () => Promise<Trouble | null>): Promise<void> => {
  const trouble = await mark();
  if (trouble === null) return;
  const again = passes(trouble) ? () => void tellingRefusal(complain, mark) : undefined;
  complain(words.unread.notMarked(await problemSaid(trouble)), again);
};

export const markAsRead = (
  client: Pick<Client, 'markChannelsRead' | 'markGuildRead'>,
  complain: FailureToast,
): MarkActions => ({
  channels: (ids) => void tellingRefusal(complain, () => client.markChannelsRead(ids)),
  guild: (id) => void tellingRefusal(complain, () => client.markGuildRead(id)),
});
