/** The requests that change settings. The gateway tells this device of each change, as it tells the others. */

import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { type GuildRule, type NotificationRule, Settings, type SettingsChange } from '#gateway/protocol/settings.ts';
import type { Api } from '#web/client/api.ts';

export const settingsRequests = ({ read }: Pick<Api, 'read'>) => ({
  change: (body: SettingsChange) => read({ method: 'PATCH', path: '/me/settings', body }, Settings),
  putGuildRule: (id: GuildId, body: GuildRule) =>
    read({ method: 'PUT', path: `/me/notifications/guilds/${id}`, body }, Settings),
  putChannelRule: (id: ChannelId, body: NotificationRule) =>
    read({ method: 'PUT', path: `/me/notifications/channels/${id}`, body }, Settings),
});
