/** The world around a formatted message: names of today, and the ways to leave the message. */

import { createContext, useContext } from 'solid-js';
import type { ChannelId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Channel, Role, User } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { GuildRoute } from '#web/routes.ts';
import type { Place } from '#web/store/state.ts';

/** A channel of this server, or a message of it, as a link names it. */
export type MessagePlace = Pick<GuildRoute, 'guildId' | 'messageId'> & { readonly channelId: ChannelId };

export type FormattedDeps = {
  readonly user: (id: UserId) => User | undefined;
  readonly nameOf: (user: User) => string;
  readonly role: (id: RoleId) => Role | undefined;
  readonly channel: (id: ChannelId) => Place | undefined;
  readonly isMe: (id: UserId) => boolean;
  /** True for a role that this user has. */
  readonly isMine: (id: RoleId) => boolean;
  readonly openProfile: (user: User, anchor: HTMLElement) => void;
  readonly openChannel: (channel: Pick<Channel, 'guild_id' | 'channel_id'>) => void;
  /** Goes to a channel or a message of this server. */
  readonly openPlace: (place: MessagePlace) => void;
  /** Reads the messages that links lead to. Null where no message can be read. */
  readonly client: Pick<Client, 'api' | 'listen' | 'platform' | 'state'> | null;
  readonly copy: (text: string) => void;
  /** The clock of the server, in milliseconds since 1970. */
  readonly now: () => number;
};

const NOWHERE: FormattedDeps = {
  user: () => undefined,
  nameOf: () => '',
  role: () => undefined,
  channel: () => undefined,
  isMe: () => false,
  isMine: () => false,
  openProfile: () => {},
  openChannel: () => {},
  openPlace: () => {},
  client: null,
  copy: () => {},
  now: () => 0,
};
export const FormattedContext = createContext<FormattedDeps>(NOWHERE);
export const useSurroundings = (): FormattedDeps => useContext(FormattedContext);
