/** A client of the gateway that keeps its state with the web client's own reducer. */

import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import type { Member, MessagePage } from '#gateway/protocol/resources.ts';
import { type Client, client } from '#infra/workshop/testkit/gateway-client.ts';
import { apply } from '#web/store/apply.ts';
import type { FactsOf, Input } from '#web/store/inputs.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';

export type ReducingClient = Client & {
  readonly state: () => ClientState;
  /** Returns the last resume token that the server gave. */
  readonly resumeToken: () => string;
  /** Drops all but the newest messages of each channel and those that a resume would repeat. */
  readonly trim: (keep: number) => void;
  readonly loadHistory: (channel_id: ChannelId, page: MessagePage) => void;
  /** Takes the page around a restored message, as the client asks for it. */
  readonly loadRestored: (channel_id: ChannelId, message_id: MessageId, page: MessagePage) => void;
  readonly loadMembers: (guild_id: GuildId, members: ReadonlyArray<Member>) => void;
};

/**
 * Connects a client. `before` is the state of a client that comes back. `window` is the number of messages it keeps in
 * a channel, because a browser does not keep all either.
 */
export const reducingClient = async (
  url: string,
  {
    before = INITIAL,
    window = Number.MAX_SAFE_INTEGER,
  }: { readonly before?: ClientState; readonly window?: number } = {},
): Promise<ReducingClient> => {
  let current = before;
  let token = '';
  let created: Array<FactsOf<'message_create'>> = [];
  /** Messages in a row are applied at once, as in the web client, because each one would copy the window. */
  const settled = (): ClientState => {
    if (created.length > 0) current = apply(current, { t: 'messages.arrived', d: { created } });
    created = [];
    return current;
  };
  const tell = (input: Input): void => {
    current = apply(settled(), input);
  };
  const trim = (keep: number): void => {
    for (const channel_id of Object.keys(settled().timelines)) {
      tell({ t: 'history.trimmed', d: { channel_id: channel_id as ChannelId, keep } });
    }
  };
  const one = await client(url, {
    onHeard: (frame) => {
      if (frame.t === 'message_create') created.push(frame.d);
      else tell(frame);
      if (!('resume_token' in frame.d)) return;
      token = frame.d.resume_token;
      trim(window);
    },
  });
  return {
    ...one,
    state: settled,
    resumeToken: () => token,
    trim,
    loadHistory: (channel_id, page) => {
      tell({ t: 'history.asked', d: { channel_id, request: 'all' } });
      tell({ t: 'history.loaded', d: { channel_id, request: 'all', page } });
    },
    loadRestored: (channel_id, message_id, page) => tell({ t: 'restored.loaded', d: { channel_id, message_id, page } }),
    loadMembers: (guild_id, members) => {
      tell({ t: 'members.asked', d: { guild_id, request: 'all' } });
      tell({ t: 'members.loaded', d: { guild_id, request: 'all', members, complete: true } });
    },
  };
};
