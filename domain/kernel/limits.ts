/**
 * Limits that a rule of the domain reads. Limits of other rooms stand in the `limits.ts` of the room, or in
 * `gateway/limits`. Each comment names the unit first and then the consequence.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/kernel/units.ts';

/** UTF-16 units of one message. A longer message is refused, 400 `content_invalid`. */
export const MESSAGE_CHARS_MAX = 2_000;
/** Nodes of the tree of one formatted text. A text with more is shown as it was typed. */
export const MARKDOWN_NODES_MAX = 500;
/** Levels of nesting in the tree of one formatted text. A deeper text is shown as it was typed. */
export const MARKDOWN_DEPTH_MAX = 16;
/** Lines of one formatted text outside of its code blocks. A text with more is shown as it was typed. */
export const MARKDOWN_LINES_MAX = 200;
/** Marks of quotes and lists before one line of a formatted text. A text with more is shown as it was typed. */
export const MARKDOWN_CONTAINERS_MAX = 6;
/** Columns of space before one line of a formatted text. A text with more is shown as it was typed. */
export const MARKDOWN_INDENT_MAX = 32;
/**
 * Runs of delimiters in one formatted text outside of its code blocks, and marks of its quotes and lists. A text with
 * more is shown as it was typed.
 */
export const MARKDOWN_DELIMITERS_MAX = 250;
/** UTF-16 units of the line in which a reply quotes a message. The rest of a longer text is cut off with an ellipsis. */
export const QUOTE_CHARS_MAX = 120;
/** Files that one message carries. A message with more is refused, 400 `attachments_invalid`. */
export const FILES_PER_MESSAGE_MAX = 10;
/** UTF-16 units of the name of a file. The middle of a longer name is left out. */
export const FILE_NAME_CHARS_MAX = 200;
/** UTF-16 units of the text that stands for a file. A longer text is refused, 400 `attachments_invalid`. */
export const FILE_ALT_CHARS_MAX = 1_000;
/** Members whom one message mentions. A further mention of a user stays text. */
export const MENTIONED_USERS_MAX = 20;
/** Roles that one message mentions. A further mention of a role stays text. */
export const MENTIONED_ROLES_MAX = 10;
/** Characters of a username. A shorter name is refused, 400 `username_invalid`. */
export const USERNAME_CHARS_MIN = 2;
/** Characters of a username. A longer name is refused, 400 `username_invalid`. */
export const USERNAME_CHARS_MAX = 32;
/** UTF-16 units of the name of an imported author. A longer name is cut off with an ellipsis. */
export const AUTHOR_CHARS_MAX = 64;
/** Characters of a password. A shorter password is refused, 400 `password_invalid`. */
export const PASSWORD_CHARS_MIN = 12;
/** UTF-8 bytes of a password. A longer password is refused before it is hashed, 400 `password_invalid`. */
export const PASSWORD_BYTES_MAX = 1_024;
/** UTF-16 units of a guild's name. A longer name is refused, 400 `guild_name_invalid`. */
export const GUILD_NAME_CHARS_MAX = 64;
/** UTF-16 units of a channel's name. A longer name is refused, 400 `channel_name_invalid`. */
export const CHANNEL_NAME_CHARS_MAX = 64;
/** UTF-16 units of a moderator's reason. A longer reason is refused, 400 `reason_invalid`. */
export const REASON_CHARS_MAX = 240;
/** Guilds that one user owns at a time. The next guild is refused, 409 `too_many_guilds`. */
export const GUILDS_PER_OWNER_MAX = 20;
/** Channels of one guild. The next channel is refused, 409 `too_many_channels`. */
export const CHANNELS_PER_GUILD_MAX = 500;
/** Roles of one guild, with the everyone-role. The next role is refused, 409 `too_many_roles`. */
export const ROLES_PER_GUILD_MAX = 250;
/** UTF-16 units of a role's name. A longer name is refused, 400 `role_name_invalid`. */
export const ROLE_NAME_CHARS_MAX = 64;
/** UTF-16 units of a nickname. A longer nickname is refused, 400 `nickname_invalid`. */
export const NICKNAME_CHARS_MAX = 32;
/** UTF-16 units of a channel's topic. A longer topic is refused, 400 `topic_invalid`. */
export const TOPIC_CHARS_MAX = 1_024;
/** Seconds of the slow mode of a channel. A longer wait is refused, 400 `slow_mode_invalid`. */
export const SLOW_MODE_SECS_MAX = 21_600;
/** Overwrites of one channel. The next overwrite is refused, 409 `too_many_overwrites`. */
export const OVERWRITES_PER_CHANNEL_MAX = 100;
/** Milliseconds from now to the end of a time-out. A longer time-out is refused, 400 `time_out_invalid`. */
export const TIME_OUT_MAX_MS = 28 * DAY_MS;
/** Messages that one bulk deletion names. A longer list is refused, 400 `body_invalid`. */
export const BULK_DELETE_MAX = 100;
/** Hours for which a lockdown counts a new member as a newcomer. More hours are refused, 400 `lockdown_invalid`. */
export const NEWCOMER_HOURS_MAX = 168;
/** Different emoji on one message. One more is refused, 409 `too_many_reactions`. */
export const EMOJI_PER_MESSAGE_MAX = 20;
/** Messages that are pinned in one channel. The next pin is refused, 409 `pins_full`. */
export const PINS_PER_CHANNEL_MAX = 250;
/** Tags of one forum. A longer list is refused, 400 `tags_invalid`. */
export const TAGS_PER_FORUM_MAX = 20;
/** UTF-16 units of the name of a tag. A longer name is refused, 400 `tags_invalid`. */
export const TAG_NAME_CHARS_MAX = 20;
/** Tags on one post. A longer list is refused, 400 `post_tags_invalid`. */
export const TAGS_PER_POST_MAX = 5;
/** UTF-16 units of one emoji. A longer emoji is refused, 400 `emoji_invalid`. */
export const EMOJI_CHARS_MAX = 32;
/** Uses of one invite. An invite with more uses is refused, 400 `invite_terms_invalid`. */
export const INVITE_USES_MAX = 10_000;
/** Milliseconds that an invite lasts. An invite with a longer life is refused, 400 `invite_terms_invalid`. */
export const INVITE_LIFETIME_MAX_MS = 365 * DAY_MS;
/** UTF-16 units of the name that a client gives its device. The rest of a longer name is cut off. */
export const DEVICE_CHARS_MAX = 120;
/** Milliseconds between an idempotency key's time and the server's clock. A key further away is refused, 400. */
export const IDEMPOTENCY_WINDOW_MS = 1 * DAY_MS;
/**
 * Milliseconds that the clocks of two servers may differ. A key is remembered longer than it is accepted, by so much.
 */
export const SERVERS_APART_MS = 1 * HOUR_MS;
/** Milliseconds after which a place of a guild or channel that was never made is abandoned. The place is free then. */
export const PLACE_ABANDONED_MS = 1 * MINUTE_MS;
