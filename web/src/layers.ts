/**
 * The layers over a place: the pane, the question of the search, the dialog, and a menu or popover. They are values in
 * the history of the window and not in the address. So Back closes them, a reload restores them, and no link can open a
 * dialog.
 */

import { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';

/** The pane in front. A wide screen shows the channels and the messages together. */
export type Pane = 'channels' | 'messages' | 'members' | 'search';
const PANES: ReadonlyArray<Pane> = ['channels', 'messages', 'members', 'search'];

type Check<A> = { readonly is: (u: unknown) => u is A };
type ChannelKind = 'text' | 'voice' | 'category';
const channelKind: Check<ChannelKind> = {
  is: (u): u is ChannelKind => u === 'text' || u === 'voice' || u === 'category',
};

/** The pages of the settings of a channel. */
export const CHANNEL_PAGES = ['overview', 'permissions', 'view'] as const;
export type ChannelPage = (typeof CHANNEL_PAGES)[number];
const channelPage: Check<ChannelPage> = {
  is: (u): u is ChannelPage => (CHANNEL_PAGES as ReadonlyArray<unknown>).includes(u),
};

/** The sections of the settings of a guild. */
export const SETTINGS_SECTIONS = [
  'overview',
  'roles',
  'members',
  'channels',
  'invites',
  'bans',
  'audit',
  'danger',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];
const settingsSection: Check<SettingsSection> = {
  is: (u): u is SettingsSection => (SETTINGS_SECTIONS as ReadonlyArray<unknown>).includes(u),
};

const aboutMember = { guildId: GuildId, userId: UserId };
/** The dialogs by name, each with the ids of the things that it is about. */
const DIALOGS = {
  'create-guild': {},
  'use-invite': {},
  'rename-guild': { guildId: GuildId },
  'leave-guild': { guildId: GuildId },
  'guild-settings': { guildId: GuildId, section: settingsSection },
  'delete-guild': { guildId: GuildId },
  invite: { guildId: GuildId },
  kick: aboutMember,
  ban: aboutMember,
  'time-out': aboutMember,
  nickname: aboutMember,
  'member-roles': aboutMember,
  'remove-messages': aboutMember,
  'create-channel': { guildId: GuildId, channelKind },
  'create-in-category': { channelId: ChannelId },
  'channel-settings': { channelId: ChannelId, page: channelPage },
  'rename-channel': { channelId: ChannelId },
  'delete-channel': { channelId: ChannelId },
  pins: { channelId: ChannelId },
  threads: { channelId: ChannelId },
  'new-thread': { channelId: ChannelId },
  'post-tags': { channelId: ChannelId },
  'thread-about': { channelId: ChannelId, messageId: MessageId },
  forward: { channelId: ChannelId, messageId: MessageId },
  versions: { channelId: ChannelId, messageId: MessageId },
  'delete-message': { channelId: ChannelId, messageId: MessageId },
  import: {},
  appearance: {},
  status: {},
  notifications: {},
  'guild-rule': { guildId: GuildId },
  'channel-rule': { channelId: ChannelId },
  sessions: {},
  inbox: {},
  saved: {},
  shortcuts: {},
  palette: {},
} as const;

type Dialogs = typeof DIALOGS;
type Checked<C> = C extends { readonly is: (u: unknown) => u is infer A } ? A : never;
export type DialogRoute = {
  [K in keyof Dialogs]: { readonly kind: K } & { readonly [F in keyof Dialogs[K]]: Checked<Dialogs[K][F]> };
}[keyof Dialogs];

/** The dialogs about a member of a guild. */
export type MemberDialogRoute = Extract<DialogRoute, { readonly userId: unknown }>;

export type Layers = { readonly pane: Pane; readonly question: string; readonly dialog: DialogRoute | null };
export const NO_LAYERS: Layers = { pane: 'messages', question: '', dialog: null };

/**
 * One entry of the history beside its address. `float` is true in the entry of an open menu or popover. `opened` names the layer that the entry added to the entry before it, so
 * closing that layer goes back. `toList` counts the steps back to the channel list of a narrow screen. `by` is the id of
 * the user who made the entry. Another user of the window does not see its layers.
 */
export type Entry = Layers & {
  readonly opened: 'pane' | 'dialog' | 'thread' | null;
  readonly toList: number | null;
  readonly by: string | null;
  readonly float: boolean;
};
export const FIRST_ENTRY: Entry = { ...NO_LAYERS, float: false, opened: null, toList: null, by: null };

/** UTF-16 units of a question that the history keeps. The server takes no longer one. */
const QUESTION_MAX = 256;

type Fields = { readonly [name: string]: unknown };
const fieldsOf = (u: unknown): Fields => (typeof u === 'object' && u !== null ? (u as Fields) : {});

const dialogIn = (u: unknown): DialogRoute | null => {
  const fields = fieldsOf(u);
  const { kind } = fields;
  if (typeof kind !== 'string' || !Object.hasOwn(DIALOGS, kind)) return null;
  const needs: { readonly [field: string]: Check<unknown> } = DIALOGS[kind as keyof Dialogs];
  const whole = Object.entries(needs).every(([field, check]) => check.is(fields[field]));
  return whole ? (fields as DialogRoute) : null;
};

/** Reads an entry from the state of the history. An older version of the client, or another page, may have written it. */
export const entryIn = (state: unknown): Entry => {
  const { pane, question, dialog, opened, toList, by, float } = fieldsOf(state);
  return {
    pane: PANES.find((one) => one === pane) ?? 'messages',
    question: typeof question === 'string' ? question.slice(0, QUESTION_MAX) : '',
    dialog: dialogIn(dialog),
    opened: opened === 'pane' || opened === 'dialog' || opened === 'thread' ? opened : null,
    toList: Number.isSafeInteger(toList) && (toList as number) >= 0 ? (toList as number) : null,
    by: UserId.is(by) ? by : null,
    float: float === true,
  };
};

/** True for the settings of a guild or a channel. A dialog that they open leads back to them. */
export const isSettings = (dialog: DialogRoute): boolean =>
  dialog.kind === 'guild-settings' || dialog.kind === 'channel-settings';

export const sameDialog = (a: DialogRoute | null, b: DialogRoute | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
