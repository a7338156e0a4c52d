/** The world around a formatted message: names of today, and the ways to leave the message. */

import { createContext, useContext } from 'solid-js';
import type { ChannelId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Channel, Role, User } from '#gateway/protocol/resources.ts';

export type FormattedDeps = {
  readonly user: (id: UserId) => User | undefined;
  readonly nameOf: (user: User) => string;
  readonly role: (id: RoleId) => Role | undefined;
  readonly channel: (id: ChannelId) => Channel | undefined;
  readonly isMe: (id: UserId) => boolean;
  /** True for a role that this user has. */
  readonly isMine: (id: RoleId) => boolean;
  readonly openProfile: (user: User, anchor: HTMLElement) => void;
  readonly openChannel: (channel: Pick<Channel, 'guild_id' | 'channel_id'>) => void;
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
  copy: () => {},
  now: () => 0,
};
export const FormattedContext = createContext<FormattedDeps>(NOWHERE);
export const useSurroundings = (): FormattedDeps => useContext(FormattedContext);
