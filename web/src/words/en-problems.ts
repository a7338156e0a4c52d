/**
 * The English sentences about problems, by the stable code of each problem. A sentence says what the user can do.
 * The catalogue is loaded with the first problem.
 */

import {
  CHANNEL_NAME_CHARS_MAX,
  CHANNELS_PER_GUILD_MAX,
  EMOJI_PER_MESSAGE_MAX,
  FILES_PER_MESSAGE_MAX,
  GUILD_NAME_CHARS_MAX,
  GUILDS_PER_OWNER_MAX,
  INVITE_LIFETIME_MAX_MS,
  INVITE_USES_MAX,
  MESSAGE_CHARS_MAX,
  NEWCOMER_HOURS_MAX,
  NICKNAME_CHARS_MAX,
  OVERWRITES_PER_CHANNEL_MAX,
  PASSWORD_BYTES_MAX,
  PASSWORD_CHARS_MIN,
  REASON_CHARS_MAX,
  ROLE_NAME_CHARS_MAX,
  ROLES_PER_GUILD_MAX,
  SLOW_MODE_SECS_MAX,
  TIME_OUT_MAX_MS,
  TOPIC_CHARS_MAX,
  USERNAME_CHARS_MAX,
  USERNAME_CHARS_MIN,
} from '#domain/kernel/limits.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#domain/kernel/units.ts';
import { NOTIFICATION_RULES_MAX, SAVED_MESSAGES_MAX } from '#gateway/protocol/limits.ts';
import type { Trouble } from '#web/store/state.ts';
import { countsIn } from '#web/words/counts.ts';

const { number, plural } = countsIn('en');

const notUnderstood = 'This page and the server do not understand each other. Reload the page and try again.';
const away = 'The server cannot do this at the moment. Try again soon.';
const logIn = 'Your session has ended. Log in again.';
const changed = 'Somebody else changed the same thing at this moment. Try again.';
const wait = ({ retryAfterSecs: secs }: Trouble): string => {
  if (secs == null) return 'Wait a moment.';
  const mins = Math.ceil((secs * SECOND_MS) / MINUTE_MS);
  return secs * SECOND_MS <= 2 * MINUTE_MS
    ? `Wait ${plural(secs, { one: 'second', other: 'seconds' })}.`
    : `Wait ${plural(mins, { one: 'minute', other: 'minutes' })}.`;
};

export const problems = {
  json_malformed: notUnderstood,
  file_infected: 'A scanner found malware in this file, so the server did not take it.',
  range_outside: notUnderstood,
  file_empty: 'This file is empty. Choose another one.',
  file_too_large: 'This file is larger than the server takes. Choose a smaller one.',
  quota_reached:
    'The space for files is used up: yours, that of the community or that of the server. Delete messages with files first.',
  picture_refused: 'The server cannot show this picture. Send another one, or send it packed in an archive.',
  file_type_wrong: 'This file has another type than its name says. Give it its right name and send it again.',
  upload_broken: 'The upload broke off. Send the file again.',
  files_full: 'The server has no space for files at the moment. Tell its operator.',
  attachments_invalid: `The server does not accept the files of this message. Send at most ${number(FILES_PER_MESSAGE_MAX)}, each once.`,
  attachment_unknown: 'A file of this message is gone. Discard the message, and send the file again.',
  json_too_complex: notUnderstood,
  json_duplicate_field: notUnderstood,
  body_invalid: ({ field }: Trouble) =>
    field == null ? notUnderstood : 'The server does not accept this value. Change it and try again.',
  body_unexpected: notUnderstood,
  query_invalid: notUnderstood,
  idempotency_key_invalid: 'The server does not accept this attempt. Check the clock of this device, and try again.',
  position_invalid: notUnderstood,
  username_invalid: `Use ${USERNAME_CHARS_MIN} to ${USERNAME_CHARS_MAX} letters from a to z, digits, and _ . -`,
  username_reserved: 'This name stands for everybody, or for the server. Choose another username.',
  password_invalid: `Use at least ${PASSWORD_CHARS_MIN} characters, and at most ${number(PASSWORD_BYTES_MAX)} bytes. Choose a password that is not easy to guess.`,
  guild_name_invalid: `Use 1 to ${GUILD_NAME_CHARS_MAX} characters that can be seen, on one line.`,
  channel_name_invalid: `Use 1 to ${CHANNEL_NAME_CHARS_MAX} characters that can be seen, on one line.`,
  topic_invalid: `A topic has at most ${number(TOPIC_CHARS_MAX)} characters. Shorten it.`,
  slow_mode_invalid: `Slow mode lasts at most ${number((SLOW_MODE_SECS_MAX * SECOND_MS) / HOUR_MS)} hours. Choose less.`,
  not_for_a_category: 'A category has no topic and no slow mode. Set them in its channels.',
  not_for_a_thread: 'A thread has the settings of its channel. Change the channel instead.',
  no_threads_here: 'Threads begin in text channels only.',
  not_a_thread: 'This is no thread.',
  thread_exists: 'This message has a thread already, or had one that was deleted.',
  category_unknown: 'This category does not exist any more. Choose another one.',
  category_nested: 'A category cannot stand in another category. Move it to the top.',
  channel_order_invalid: 'The channels have changed in the meantime. Look at them, and order them again.',
  overwrite_invalid: 'These permissions do not fit together. Allow, deny or leave open each one, and save again.',
  posts_only: 'A forum takes no messages itself. Begin a post, or write in one.',
  post_without_words: 'Write the first message of the post.',
  tags_invalid: 'These tags are not valid. Each needs a name of its own, of at most 20 characters.',
  post_tags_invalid: 'Choose at most five tags that the forum has.',
  tag_required: 'This forum asks for a tag on each post. Choose one.',
  not_a_forum: 'Only forums have tags, and only their posts carry them.',
  not_a_text_channel: 'This channel takes no messages. Write in a text channel.',
  content_invalid: `A message has 1 to ${number(MESSAGE_CHARS_MAX)} characters that can be seen. Change the text and try again.`,
  emoji_invalid: 'This is not an emoji. Choose one from the list.',
  search_query_invalid: ({ detail }: Trouble) => detail,
  role_name_invalid: `Use 1 to ${ROLE_NAME_CHARS_MAX} characters that can be seen, on one line.`,
  role_color_invalid: 'This is not a colour. Choose one from the list.',
  role_order_invalid: 'The roles have changed in the meantime. Look at them, and order them again.',
  nickname_invalid: `Use 1 to ${NICKNAME_CHARS_MAX} characters that can be seen, on one line, or none at all.`,
  time_out_invalid: `A time-out ends in the future, after at most ${number(TIME_OUT_MAX_MS / DAY_MS)} days. Choose another end.`,
  lockdown_invalid: `A lockdown ends in the future, and it stops those who joined in the last ${number(NEWCOMER_HOURS_MAX)} hours at most. Choose again.`,
  reason_invalid: `Use at most ${number(REASON_CHARS_MAX)} characters for the reason, on one line.`,
  invite_terms_invalid: `An invite lasts at most ${number(INVITE_LIFETIME_MAX_MS / DAY_MS)} days and has at most ${number(INVITE_USES_MAX)} uses. Choose less.`,
  unauthenticated: logIn,
  credentials_wrong: 'The username or the password is wrong. Check both.',
  refresh_token_invalid: logIn,
  session_expired: logIn,
  missing_permission: 'You lack the permission for this. Ask a member who manages the community.',
  not_the_author: 'Only the author can edit a message.',
  not_the_owner: 'Only the owner of the community can do this.',
  password_wrong: 'This is not your password. Type it again.',
  role_outranks_actor: 'This role stands as high as yours or higher. You can change and give lower roles only.',
  outranks_actor: 'You can act on members of a lower rank only, and never on yourself or the owner.',
  registration_closed: 'This server does not accept new accounts. Ask its operator.',
  invite_needed: 'You need an invite to create an account here. Ask a member for an invite link.',
  invite_unusable: 'The invite has expired or is used up. Ask for a new one.',
  invite_before_kick:
    'You were removed from this community, and older invites no longer let you in. Ask a moderator for a new invite.',
  banned: 'You are banned from this community. Only its moderators can lift the ban.',
  guild_locked_down: 'Moderators have locked this community down. Try again when the lockdown is over.',
  owner_link_unusable:
    'The owner link has expired or was used. The operator makes a new one with the command “filament owner create”.',
  cross_site: 'The request came from another site. Open this server in a window of its own and try again.',
  not_found: 'This does not exist, or you may not see it.',
  pins_full: 'A channel has at most 250 pinned messages. Unpin one first.',
  forward_unknown: 'The message that you forward was deleted, or you may not read it any more.',
  reply_unknown: 'The message that you answer was deleted. Try again to send your text without it.',
  invite_unknown: 'The invite has expired, is used up, or does not exist. Ask for a new one.',
  method_not_allowed: notUnderstood,
  username_taken: 'This username is taken. Choose another one.',
  refresh_superseded: 'Another window renewed the session at the same time. Try again.',
  too_many_guilds: `Nobody owns more than ${number(GUILDS_PER_OWNER_MAX)} communities. Delete or hand over one that is no longer needed.`,
  too_many_channels: `A community has at most ${number(CHANNELS_PER_GUILD_MAX)} channels. Delete one that you no longer need.`,
  too_many_roles: `A community has at most ${number(ROLES_PER_GUILD_MAX)} roles. Delete one that you no longer need.`,
  everyone_role_fixed: 'Every member has this role, at the lowest rank. You can change its permissions only.',
  too_many_overwrites: `A channel has at most ${number(OVERWRITES_PER_CHANNEL_MAX)} exceptions. Remove one, or give several members a role.`,
  too_many_saved_messages: `You have saved ${number(SAVED_MESSAGES_MAX)} messages, and more are not possible. Remove some first.`,
  too_many_notification_rules: `You have notification rules for ${number(NOTIFICATION_RULES_MAX)} places, and more are not possible. Remove some first.`,
  not_in_a_category: 'This channel stands in no category. Move it into one first.',
  too_many_reactions: `A message carries at most ${number(EMOJI_PER_MESSAGE_MAX)} different emoji. React with one of them.`,
  owner_cannot_leave: 'The owner cannot leave a community. Delete it if its members no longer need it.',
  message_changed: 'The message has changed in the meantime. Read it again, and then edit it.',
  body_too_large: 'This is more than the server takes at once. Shorten it.',
  content_type_unsupported: notUnderstood,
  idempotency_key_reused: 'The server has already seen this attempt. Reload the page and try again.',
  slow_mode: (trouble: Trouble) => `This channel is in slow mode. ${wait(trouble)} Then send your message.`,
  rate_limited: (trouble: Trouble) => `This was too often in a short time. ${wait(trouble)} Then try again.`,
  internal: 'Something broke on the server. Try again. If it stays, tell the operator of the server.',
  not_ready: 'The server is starting. Try again in a moment.',
  store_unavailable: away,
  vault_unavailable: away,
  personal_unavailable: away,
  files_unavailable: away,
  read_models_unavailable: away,
  search_unavailable: 'Search is not available on this server. Its operator can switch it on.',
  search_rebuilding: ({ donePercent }: Trouble) =>
    `The server is building the search index${donePercent == null ? '' : `: ${number(donePercent)} % is done`}. Try again in a while.`,
  search_too_slow: 'The search took too long. Search for rarer words, or only in one channel or between some dates.',
  contention: changed,
  busy: 'The server is busy. Try again in a moment.',

  malformed_frame: notUnderstood,
  custom_status_invalid: 'A status is one line of at most 128 characters, without invisible characters.',
  too_many_subscriptions: 'Too many channels are open at once in your windows. Close some windows and try again.',

  rate_exceeded: 'This page sent more at once than the server takes.',
  session_revoked: logIn,
  too_many_connections: 'You have too many windows open. Close some of them.',
  already_identified: notUnderstood,
  frame_too_big: 'This page sent a text that is too long.',

  unanswered: 'The server did not confirm it. Try again: a message is never sent twice.',
  no_reason_given: 'The server gave no usable answer. Try again in a moment.',
  answer_too_long: 'The server sent an answer that is too long. Try again in a moment.',
  answer_malformed: 'This page does not understand the answer of the server. Reload the page.',
} as const;
