/** Tells of a rename and offers to undo it. Undo changes nothing when the name has changed again meanwhile. */

import { isRight } from 'fp-ts/lib/Either.js';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import { laterRequests } from '#web/client/later-requests.ts';
import { passes } from '#web/client/pauses.ts';
import type { FailureToast, NewsToast } from '#web/ui/toasts.tsx';
import type { HttpAnswer } from '#web/wire/http.ts';
import { problemSaid } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

type RenameScreen = { readonly complain: FailureToast; readonly inform: NewsToast };

const tellRenamed = (
  screen: RenameScreen,
  names: { readonly before: string; readonly after: string; readonly now: () => string | undefined },
  rename: (name: string) => Promise<HttpAnswer<unknown>>,
): void => {
  const { before, after, now } = names;
  if (before === after) return;
  const undo = async (): Promise<void> => {
    // The gateway tells of the rename a moment after its answer. Until then the old name still shows.
    if (now() !== after && now() !== before) return screen.inform(words.changedMeanwhile);
    const answer = await rename(before);
    if (isRight(answer)) return;
    const again = passes(answer.left) ? () => void undo() : undefined;
    screen.complain(words.guild.notRenamed(await problemSaid(answer.left)), again);
  };
  screen.inform(words.guild.renamed(before, after), { name: words.undo, run: () => void undo() });
};

/** Answers the function that tells of a rename of the guild, from its old to its new name. */
export const guildRenamed =
  ({ api, state }: Pick<Client, 'api' | 'state'>, screen: RenameScreen, id: GuildId) =>
  (before: string, after: string): void =>
    tellRenamed(screen, { before, after, now: () => state().guilds[id]?.name }, (name) => api.renameGuild(id, name));

/** Answers the function that tells of a rename of the channel, from its old to its new name. */
export const channelRenamed =
  ({ api, state }: Pick<Client, 'api' | 'state'>, screen: RenameScreen, id: ChannelId) =>
  (before: string, after: string): void =>
    tellRenamed(screen, { before, after, now: () => state().channels[id]?.name }, (name) =>
      laterRequests(api).renameChannel(id, name),
    );
