/** A client of the gateway that keeps its state as the web client does: through the web client's own reducer. */

import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Member, MessagePage } from '#gateway/protocol/resources.ts';
import { type Client, client } from '#gateway/scenarios/gateway-client.ts';
import { apply } from '#web/store/apply.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';

export type Place = { readonly guild_id: GuildId; readonly channel_id: ChannelId };

export type ReducingClient = Client & {
  readonly state: () => ClientState;
  /** The last resume token that the server gave. */
  readonly resumeToken: () => string;
  /** Keeps only the newest messages of each channel. */
  readonly trim: (keep: number) => void;
  readonly loadHistory: (place: Place, page: MessagePage) => void;
  readonly loadMembers: (guild_id: GuildId, members: ReadonlyArray<Member>) => void;
};

/**
 * `before` is the state of a client that comes back. `window` is how many messages of a channel it keeps, as a
 * browser does not keep all either.
 */
export const reducingClient = async (
  url: string,
  {
    before = INITIAL,
    window = Number.MAX_SAFE_INTEGER,
  }: { readonly before?: ClientState; readonly window?: number } = {},
): Promise<ReducingClient> => {
  let state = before;
  let token = '';
  const trim = ({ guild_id, channel_id }: Place, keep: number): void => {
    if ((state.timelines[channel_id]?.messages.length ?? 0) < 2 * keep) return;
    state = apply(state, { t: 'history.trimmed', d: { guild_id, channel_id, keep } });
  };
  const one = await client(url, {
    onHeard: (frame) => {
      state = apply(state, frame);
      if (frame.t === 'message_create') trim(frame.d.message, window);
      if ('resume_token' in frame.d) token = frame.d.resume_token;
    },
  });
  return {
    ...one,
    state: () => state,
    resumeToken: () => token,
    trim: (keep) => {
      for (const [channel_id, { guildId }] of Object.entries(state.timelines)) {
        const place = { guild_id: guildId, channel_id: channel_id as ChannelId };
        state = apply(state, { t: 'history.trimmed', d: { ...place, keep } });
      }
    },
    loadHistory: (place, page) => {
      state = apply(state, { t: 'history.asked', d: { ...place, request: 'all' } });
      state = apply(state, { t: 'history.loaded', d: { ...place, request: 'all', page } });
    },
    loadMembers: (guild_id, members) => {
      state = apply(state, { t: 'members.asked', d: { guild_id, request: 'all' } });
      state = apply(state, { t: 'members.loaded', d: { guild_id, request: 'all', members, complete: true } });
    },
  };
};
