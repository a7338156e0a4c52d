/**
 * Problems that the API answers. A program reads the stable code, and a person reads what to do in the detail.
 * An absent thing, a hidden thing and a malformed id all answer `not_found`, so that a client cannot tell them apart.
 */
import { PROBLEM_DETAIL_CHARS_MAX, PROBLEM_FIELD_CHARS_MAX } from '#gateway/limits/http.ts';
import type { RateName } from '#gateway/limits/rates.ts';
import type { Problem } from '#gateway/protocol/resources.ts';

export const PROBLEMS = {
  json_malformed: { status: 400, title: 'The body is not JSON' },
  json_too_complex: { status: 400, title: 'The body is nested too deep or has too many values' },
  json_duplicate_field: { status: 400, title: 'The body names a field twice' },
  body_invalid: { status: 400, title: 'The body does not fit this route' },
  body_unexpected: { status: 400, title: 'This route takes no body' },
  query_invalid: { status: 400, title: 'The query does not fit this route' },
  idempotency_key_invalid: { status: 400, title: 'The idempotency key cannot be used' },
  position_invalid: { status: 400, title: 'The position token cannot be used' },
  username_invalid: { status: 400, title: 'The username is not allowed' },
  username_reserved: { status: 400, title: 'The username is reserved' },
  password_invalid: { status: 400, title: 'The password is not allowed' },
  guild_name_invalid: { status: 400, title: 'The name of the guild is not allowed' },
  channel_name_invalid: { status: 400, title: 'The name of the channel is not allowed' },
  topic_invalid: { status: 400, title: 'The topic is not allowed' },
  slow_mode_invalid: { status: 400, title: 'The slow mode is not allowed' },
  not_for_a_category: { status: 400, title: 'A category has no topic and no slow mode' },
  not_for_a_thread: { status: 400, title: 'A thread has none of its own' },
  no_threads_here: { status: 400, title: 'This channel takes no threads' },
  not_a_thread: { status: 400, title: 'This channel is no thread' },
  category_unknown: { status: 400, title: 'This category does not exist' },
  category_nested: { status: 400, title: 'A category cannot stand in a category' },
  channel_order_invalid: { status: 400, title: 'The order of the channels is not allowed' },
  overwrite_invalid: { status: 400, title: 'The overwrite is not allowed' },
  posts_only: { status: 400, title: 'A forum takes posts only' },
  post_without_words: { status: 400, title: 'A post needs a first message' },
  tags_invalid: { status: 400, title: 'The tags are not valid' },
  post_tags_invalid: { status: 400, title: 'The tags of the post are not valid' },
  tag_required: { status: 400, title: 'A post of this forum needs a tag' },
  not_a_forum: { status: 400, title: 'This is no forum' },
  not_a_text_channel: { status: 400, title: 'This channel takes no messages' },
  content_invalid: { status: 400, title: 'The message is not allowed' },
  file_empty: { status: 400, title: 'The file is empty' },
  upload_broken: { status: 400, title: 'The upload broke off' },
  attachments_invalid: { status: 400, title: 'The files of the message are not allowed' },
  emoji_invalid: { status: 400, title: 'This is not an emoji' },
  search_query_invalid: { status: 400, title: 'The search query cannot be read' },
  role_name_invalid: { status: 400, title: 'The name of the role is not allowed' },
  role_color_invalid: { status: 400, title: 'The colour of the role is not allowed' },
  role_order_invalid: { status: 400, title: 'The order does not name each role once' },
  nickname_invalid: { status: 400, title: 'The nickname is not allowed' },
  time_out_invalid: { status: 400, title: 'The time-out is not allowed' },
  lockdown_invalid: { status: 400, title: 'The lockdown is not allowed' },
  reason_invalid: { status: 400, title: 'The reason is not allowed' },
  invite_terms_invalid: { status: 400, title: 'The terms of the invite are not allowed' },
  unauthenticated: { status: 401, title: 'Log in first' },
  credentials_wrong: { status: 401, title: 'The username or the password is wrong' },
  refresh_token_invalid: { status: 401, title: 'The refresh token cannot be used' },
  session_expired: { status: 401, title: 'The session has expired' },
  missing_permission: { status: 403, title: 'A permission is missing' },
  not_the_author: { status: 403, title: 'Only the author may do this' },
  not_the_owner: { status: 403, title: 'Only the owner may do this' },
  password_wrong: { status: 403, title: 'The password is wrong' },
  role_outranks_actor: { status: 403, title: 'This role ranks at or above you' },
  outranks_actor: { status: 403, title: 'This member ranks at or above you' },
  registration_closed: { status: 403, title: 'Registration is closed' },
  invite_needed: { status: 403, title: 'An invite is needed to register' },
  invite_unusable: { status: 403, title: 'The invite cannot be used' },
  invite_before_kick: { status: 403, title: 'The invite is older than your removal' },
  banned: { status: 403, title: 'You are banned' },
  guild_locked_down: { status: 403, title: 'The community is locked down' },
  owner_link_unusable: { status: 403, title: 'The owner link cannot be used' },
  cross_site: { status: 403, title: 'The request came from another site' },
  not_found: { status: 404, title: 'Not found' },
  forward_unknown: { status: 404, title: 'The message to forward is not there' },
  reply_unknown: { status: 404, title: 'The answered message is not there' },
  attachment_unknown: { status: 404, title: 'A file of the message is not there' },
  invite_unknown: { status: 404, title: 'The invite is not valid' },
  method_not_allowed: { status: 405, title: 'This route does not take this method' },
  username_taken: { status: 409, title: 'The username is taken' },
  refresh_superseded: { status: 409, title: 'Another refresh came first' },
  too_many_guilds: { status: 409, title: 'Too many guilds' },
  too_many_channels: { status: 409, title: 'Too many channels' },
  too_many_roles: { status: 409, title: 'Too many roles' },
  everyone_role_fixed: { status: 409, title: 'The everyone-role cannot be changed so' },
  too_many_overwrites: { status: 409, title: 'Too many overwrites' },
  too_many_saved_messages: { status: 409, title: 'Too many saved messages' },
  too_many_notification_rules: { status: 409, title: 'Too many notification rules' },
  not_in_a_category: { status: 409, title: 'The channel stands in no category' },
  thread_exists: { status: 409, title: 'The message has a thread' },
  pins_full: { status: 409, title: 'Too many pinned messages' },
  too_many_reactions: { status: 409, title: 'Too many different reactions' },
  owner_cannot_leave: { status: 409, title: 'The owner cannot leave' },
  message_changed: { status: 409, title: 'The message has changed' },
  file_too_large: { status: 413, title: 'The file is too large' },
  quota_reached: { status: 413, title: 'The files have used up the space' },
  file_infected: { status: 422, title: 'The file holds malware' },
  picture_refused: { status: 422, title: 'The picture cannot be shown' },
  file_type_wrong: { status: 422, title: 'The file is of another type than it says' },
  range_outside: { status: 416, title: 'The range lies outside of the file' },
  files_full: { status: 507, title: 'The server has no space for files' },
  body_too_large: { status: 413, title: 'The body is too large' },
  content_type_unsupported: { status: 415, title: 'Only JSON is understood' },
  idempotency_key_reused: { status: 422, title: 'The idempotency key was used for something else' },
  slow_mode: { status: 429, title: 'The channel is in slow mode' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something broke on the server' },
  not_ready: { status: 503, title: 'The server is not ready' },
  store_unavailable: { status: 503, title: 'The event log cannot be reached' },
  vault_unavailable: { status: 503, title: 'The vault cannot be reached' },
  personal_unavailable: { status: 503, title: 'The personal store cannot be reached' },
  files_unavailable: { status: 503, title: 'The files cannot be reached' },
  read_models_unavailable: { status: 503, title: 'The read models cannot be reached' },
  search_unavailable: { status: 503, title: 'Search is not available' },
  search_rebuilding: { status: 503, title: 'The search index is being built' },
  search_too_slow: { status: 503, title: 'The search took too long' },
  contention: { status: 503, title: 'Other commands changed the same thing first' },
  busy: { status: 503, title: 'The server is busy' },
} as const satisfies { readonly [code: string]: { readonly status: number; readonly title: string } };

export type ProblemCode = keyof typeof PROBLEMS;

export type Refusal = {
  readonly code: ProblemCode;
  readonly detail: string;
  /** Name of the field that is wrong, in the body or in the query. */
  readonly field?: string;
  /** Whole seconds that the client waits before the next try. */
  readonly retryAfterSecs?: number;
  /** Position of the fault in the field, in UTF-16 units. */
  readonly within?: { readonly at: number; readonly length: number };
  /** Part that is done of the work that the client waits for, 0 to 100. */
  readonly donePercent?: number;
  /** Reason of an outage, for the operator's log. No client gets it. */
  readonly why?: string;
  /** Name of the rate that was exceeded, for the security log. No client gets it. */
  readonly rate?: RateName;
};

export const NOT_FOUND: Refusal = {
  code: 'not_found',
  detail: 'This does not exist, or you may not see it.',
};

/** Answers every token that cannot be used: missing, malformed, forged, expired, or of a session that is over. */
export const UNAUTHENTICATED: Refusal = {
  code: 'unauthenticated',
  detail: 'Send a valid access token: Authorization: Bearer <token>.',
};

export const problemOf = (refusal: Refusal, requestId: string): Problem => {
  const { status, title } = PROBLEMS[refusal.code];
  return {
    type: `urn:filament:problem:${refusal.code}`,
    title,
    status,
    code: refusal.code,
    detail: refusal.detail.slice(0, PROBLEM_DETAIL_CHARS_MAX),
    request_id: requestId,
    ...(refusal.field === undefined ? {} : { field: refusal.field.slice(0, PROBLEM_FIELD_CHARS_MAX) }),
    ...(refusal.retryAfterSecs === undefined ? {} : { retry_after_secs: refusal.retryAfterSecs }),
    ...refusal.within,
    ...(refusal.donePercent === undefined ? {} : { done_percent: refusal.donePercent }),
  };
};
