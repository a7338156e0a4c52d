import type { GuildId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { ClientState } from '#web/store/state.ts';

/** State of writing in a channel: messages go out, wait for the end of a pause, or would be refused. */
export type WritingState = 'open' | 'waits' | 'closed';

/** True when this user may do something in a channel. The server has resolved roles and overwrites already. */
export const may = (channel: Channel | null, permission: Permission): boolean =>
  channel?.permissions.includes(permission) === true;

/** True when this user may do something to a guild itself, where no channel is meant. */
export const mayInGuild = (state: ClientState, guildId: GuildId | undefined, permission: Permission): boolean =>
  guildId !== undefined && state.rights[guildId]?.includes(permission) === true;
