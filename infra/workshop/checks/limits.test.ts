import { expect } from 'chai';
import { isLimits, isTestCode, sources } from './sources.ts';

type Limit = { readonly path: string; readonly name: string; readonly says: string };

const LIMIT = /(?:\/\*\*((?:[^*]|\*(?!\/))*)\*\/\n)?^export const ([A-Z0-9_]+) = [\d(]/gm;

const limitsOf = (path: string, text: string): ReadonlyArray<Limit> =>
  [...text.matchAll(LIMIT)].map(([, says = '', name = '']) => ({
    path,
    name,
    says: says.replaceAll(/\s*\n\s*\*\s*/g, ' ').trim(),
  }));

/** Units of limits, as a comment begins with one. A count has the thing that is counted for its unit. */
const UNIT = new RegExp(
  `^(?:${[
    'Accounts',
    'Answers',
    'Appends',
    'Attempts',
    'Bans',
    'Bytes',
    'Channels',
    'Characters',
    'Chunks',
    'Connections',
    'Different emoji',
    'Days',
    'Dispatches',
    'Events',
    'Folded states',
    'Fragments',
    'Frames',
    'Guilds',
    'Hits',
    'Hours',
    'Invites',
    'Keys',
    'Letters',
    'Levels of nesting',
    'Members',
    'Messages',
    'Milliseconds',
    'Networks',
    'Nonces',
    'Origins',
    'Overwrites',
    'Pages',
    'Parts of the log',
    'Password hashes',
    'People or channels',
    'Prefixes',
    'Proxies',
    'Roles',
    'Rounds',
    'Seconds',
    'Sessions',
    'Streams',
    'UTF-16 units',
    'UTF-8 bytes',
    'Usernames',
    'Uses',
    'Values',
    'Words, phrases, exclusions and filters',
    'Year',
  ].join('|')})\\b`,
);

const all = sources()
  .filter(({ path }) => isLimits(path))
  .flatMap(({ path, text }) => limitsOf(path, text));

describe('the limits', () => {
  it('are these, each in the room that reads it', () => {
    const rooms = Map.groupBy(all, ({ path }) => path);
    const list = Object.fromEntries([...rooms].map(([path, limits]) => [path, limits.map(({ name }) => name)]));
    expect(list).to.deep.equal({
      'commands/limits.ts': [
        'SESSIONS_PER_USER_MAX',
        'ACCESS_TOKEN_LIFETIME_MS',
        'REFRESH_IDLE_MS',
        'REFRESH_ABSOLUTE_MS',
        'REFRESH_RACE_GRACE_MS',
        'LOGIN_PLACE_KEPT_MS',
        'LOGIN_PLACES_PER_USER_MAX',
        'OWNER_LINK_LIFETIME_MS',
        'USERNAME_CLAIM_ABANDONED_MS',
        'APPEND_ATTEMPTS_MAX',
        'FOLDS_KEPT_MAX',
        'ATTEMPT_SEARCH_EVENTS_MAX',
        'ERASURE_MARGIN_MS',
        'UNDO_STREAMS_AT_ONCE',
      ],
      'domain/kernel/limits.ts': [
        'MESSAGE_CHARS_MAX',
        'QUOTE_CHARS_MAX',
        'USERNAME_CHARS_MIN',
        'USERNAME_CHARS_MAX',
        'AUTHOR_CHARS_MAX',
        'PASSWORD_CHARS_MIN',
        'PASSWORD_BYTES_MAX',
        'GUILD_NAME_CHARS_MAX',
        'CHANNEL_NAME_CHARS_MAX',
        'REASON_CHARS_MAX',
        'GUILDS_PER_OWNER_MAX',
        'CHANNELS_PER_GUILD_MAX',
        'ROLES_PER_GUILD_MAX',
        'ROLE_NAME_CHARS_MAX',
        'NICKNAME_CHARS_MAX',
        'TOPIC_CHARS_MAX',
        'SLOW_MODE_SECS_MAX',
        'OVERWRITES_PER_CHANNEL_MAX',
        'TIME_OUT_MAX_MS',
        'BULK_DELETE_MAX',
        'NEWCOMER_HOURS_MAX',
        'EMOJI_PER_MESSAGE_MAX',
      'PINS_PER_CHANNEL_MAX',
        'EMOJI_CHARS_MAX',
        'INVITE_USES_MAX',
        'INVITE_LIFETIME_MAX_MS',
        'DEVICE_CHARS_MAX',
        'IDEMPOTENCY_WINDOW_MS',
        'SERVERS_APART_MS',
        'PLACE_ABANDONED_MS',
      ],
      'gateway/limits/http.ts': [
        'SMALL_BODY_BYTES_MAX',
        'MEMBER_MESSAGES_PAGES_MAX',
        'ORDER_BODY_BYTES_MAX',
        'MESSAGE_BODY_BYTES_MAX',
        'UNREAD_BODY_BYTES_MAX',
        'UNREAD_BODY_WITHIN_MS',
        'COMPRESSED_FROM_BYTES',
        'COMPRESSIONS_AT_ONCE_MAX',
        'PROBLEM_DETAIL_CHARS_MAX',
        'PROBLEM_FIELD_CHARS_MAX',
        'HTTP_HEADERS_WITHIN_MS',
        'HTTP_REQUEST_WITHIN_MS',
        'HTTP_KEEP_ALIVE_MS',
        'HTTP_HEADERS_BYTES_MAX',
        'PROXIES_MAX',
        'HOP_CHARS_MAX',
        'FORWARDED_CHARS_MAX',
        'USER_VIEWS_KEPT_MAX',
      ],
      'gateway/limits/rates.ts': ['RATE_KEYS_MAX', 'GUESSES_WAITING_MAX'],
      'gateway/limits/sockets.ts': [
        'FRAME_BYTES_MAX',
        'FRAME_BYTES_BEFORE_IDENTIFY_MAX',
        'FRAGMENTS_MAX',
        'BUFFERED_CHUNKS_MAX',
        'IDENTIFY_WITHIN_MS',
        'HEARTBEAT_INTERVAL_MS',
        'HEARTBEAT_DEAD_MS',
        'LOOK_EVERY_MAX_MS',
        'OUTBOUND_EVENTS_MAX',
        'OUTBOUND_BYTES_MAX',
        'CONNECTIONS_PER_USER_MAX',
        'CONNECTIONS_PER_ADDRESS_MAX',
        'UNIDENTIFIED_CONNECTIONS_MAX',
        'IDENTIFY_WITHIN_CROWDED_MS',
        'DISPLACED_AFTER_MS',
        'REAUTHENTICATE_GRACE_MS',
        'FRAMES_UNANSWERED_MAX',
        'CLOSE_WITHIN_MS',
        'REPLAY_PAGE_MESSAGES',
        'FRAME_REF_CHARS_MAX',
        'NONCES_KEPT_MAX',
        'GATE_ATTEMPTS_MAX',
        'SNAPSHOT_ATTEMPTS_MAX',
        'WITHHELD_MAX',
        'STRANGE_ORIGIN_LOGGED_EVERY_MS',
        'STRANGE_ORIGIN_CHARS_MAX',
        'CHANNELS_TOLD_SINGLY_MAX',
        'GUILDS_REMEMBERED_MAX',
        'RELEASED_PER_TURN_MAX',
        'LOOK_AT_TIME_OUTS_EVERY_MAX_MS',
      ],
      'gateway/protocol/limits.ts': [
        'SENT_CHARS_FACTOR',
        'HISTORY_PAGE_DEFAULT',
        'HISTORY_PAGE_MAX',
        'SEARCH_PAGE_DEFAULT',
        'SEARCH_PAGE_MAX',
        'MEMBERS_PAGE_MAX',
        'BANS_PAGE_MAX',
        'BAN_DELETES_DAYS_MAX',
        'INVITES_LISTED_MAX',
        'AUDIT_VALUES_MAX',
        'PREVIEW_NAMED_MAX',
        'PAGE_CURSOR_CHARS_MAX',
        'GUILDS_LISTED_MAX',
        'JSON_DEPTH_MAX',
        'JSON_VALUES_MAX',
        'ACCESS_TOKEN_BYTES_MAX',
        'SUBSCRIPTIONS_MAX',
        'GATEWAY_INGRESS_FRAMES',
        'GATEWAY_INGRESS_WINDOW_MS',
        'ORIGINS_MAX',
      ],
      'infra/keys/limits.ts': ['PASSWORD_HASHES_WAITING_MAX', 'CLOCKS_APART_MAX_MS', 'COMMON_COST_COUNTED_EVERY_MS'],
      'infra/log/limits.ts': [
        'STREAM_NAME_MAX',
        'LOG_BATCH_EVENTS_MAX',
        'LOG_BATCH_BYTES_MAX',
        'EVENT_BYTES_MAX',
        'LOG_QUEUE_APPENDS_MAX',
        'LOG_QUEUE_BYTES_MAX',
        'LOG_APPENDS_AT_ONCE_MAX',
        'LOG_APPEND_WAIT_MAX_MS',
      ],
      'infra/search/limits.ts': ['SEARCH_COMMIT_EVERY_MS', 'PURGE_AFTER_MS', 'PURGE_AFTER_MAX_MS'],
      'projections/limits.ts': [
        'PROJECTION_BATCH_EVENTS_MAX',
        'REBUILD_PAGE_EVENTS',
        'REBUILD_PAGE_EVENTS_BESIDE_PEOPLE',
        'CATCH_UP_EVENTS_MAX',
        'CATCH_UP_LOG_PARTS',
        'PROJECTION_RETRY_MIN_MS',
        'PROJECTION_RETRY_MAX_MS',
        'CHECKPOINT_LAZY_MS',
      ],
      'queries/limits.ts': [
        'CAUGHT_UP_WAIT_MS',
        'SEARCH_QUERY_CHARS_MAX',
        'SEARCH_TERMS_MAX',
        'SEARCH_PREFIXES_MAX',
        'SEARCH_PREFIX_CHARS_MIN',
        'SEARCH_YEAR_MIN',
        'SEARCH_YEAR_MAX',
        'TIME_ZONE_CHARS_MAX',
        'SEARCH_WITHIN_MS',
        'SEARCH_PEOPLE_MAX',
        'SEARCH_ROUNDS_MAX',
        'SNIPPET_CHARS_MAX',
        'SNAPSHOTS_KEPT_MAX',
        'GATES_PER_GUILD_MAX',
        'AUDIT_ROUNDS_MAX',
        'SIGHT_CHANGES_NAMED_MAX',
      ],
    });
  });

  it('have a name that stands once', () => {
    const names = all.map(({ name }) => name);
    expect(names).to.deep.equal([...new Set(names)]);
  });

  it('stand in the kernel only when a rule of the domain reads them', () => {
    const rules = sources().filter(({ path }) => path.startsWith('domain/') && !isLimits(path) && !isTestCode(path));
    const unread = all.filter(
      ({ path, name }) => path.startsWith('domain/') && !rules.some(({ text }) => text.includes(name)),
    );
    expect(unread).to.deep.equal([]);
  });

  it('say their unit first and then the consequence', () => {
    const mute = all.filter(({ says }) => !UNIT.test(says) || !/\. \S.*[.]$/.test(says));
    expect(mute).to.deep.equal([]);
  });
});
