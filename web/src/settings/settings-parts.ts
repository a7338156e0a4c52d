/** The acts on the settings of the user. They are loaded together with the first one. */

export { guildOrder } from '#web/settings/guild-order.ts';
export { moveGuilds } from '#web/settings/move-guilds.ts';
