/** The acts on the settings of the user. They are loaded together with the first one. */

export { dragGuilds } from '#web/settings/drag-guilds.ts';
export { guildOrder } from '#web/settings/guild-order.ts';
