/** The acts and dialogs of the settings of the user. They are loaded together with the first one. */

export { guildOrder } from '#web/settings/guild-order.ts';
export { moveGuilds } from '#web/settings/move-guilds.ts';
export { mute } from '#web/settings/muting.ts';
export { RuleDialog } from '#web/settings/rule-dialog.tsx';
