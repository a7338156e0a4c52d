import { expect } from 'chai';
import * as http from '#gateway/limits/http.ts';
import { RATE_KEYS_MAX, RATES } from '#gateway/limits/rates.ts';
import * as sockets from '#gateway/limits/sockets.ts';

describe('the rates of requests', () => {
  it('are never loosened by accident', () => {
    const lines = Object.entries(RATES).map(
      ([name, { times, withinMs }]) => `${name}: ${times} in ${withinMs / 1_000} s`,
    );
    expect(lines).to.deep.equal([
      'anonymous_requests_per_address: 60 in 60 s',
      'requests_per_user: 50 in 1 s',
      'logins_per_account_and_network: 5 in 900 s',
      'logins_per_account: 20 in 900 s',
      'logins_per_account_and_known_network: 20 in 900 s',
      'logins_per_account_and_device: 10 in 900 s',
      'logins_per_address: 20 in 3600 s',
      'registrations_per_address: 3 in 3600 s',
      'ownership_claims_per_address: 10 in 3600 s',
      'refreshes_per_session: 300 in 600 s',
      'refused_refreshes_per_address: 60 in 900 s',
      'owner_changes_per_user: 5 in 900 s',
      'guilds_created_per_user: 10 in 3600 s',
      'channels_created_per_user: 30 in 60 s',
      'threads_begun_per_user: 10 in 60 s',
      'invites_created_per_user: 30 in 3600 s',
      'invites_previewed_per_address: 30 in 60 s',
      'invites_accepted_per_user: 5 in 60 s',
      'changes_per_user: 30 in 60 s',
      'messages_per_user: 10 in 5 s',
      'messages_per_user_and_channel: 5 in 5 s',
      'message_changes_per_user: 20 in 10 s',
      'uploads_per_user: 30 in 60 s',
      'reads_per_user: 60 in 10 s',
      'settings_per_user: 60 in 10 s',
      'searches_per_user: 20 in 10 s',
      'searches_per_guild: 100 in 10 s',
    ]);
    expect(RATE_KEYS_MAX).to.equal(50_000);
  });
});

describe('the limits of a request and of a connection', () => {
  it('in bytes are never loosened by accident', () => {
    expect([
      http.SMALL_BODY_BYTES_MAX,
      http.MESSAGE_BODY_BYTES_MAX,
      http.UNREAD_BODY_BYTES_MAX,
      http.HTTP_HEADERS_BYTES_MAX,
      sockets.FRAME_BYTES_MAX,
      sockets.FRAME_BYTES_BEFORE_IDENTIFY_MAX,
      sockets.OUTBOUND_BYTES_MAX,
    ]).to.deep.equal([8_192, 114_688, 65_536, 16_384, 65_536, 4_096, 1_048_576]);
  });
  it('in milliseconds are never loosened by accident', () => {
    expect([
      http.HTTP_HEADERS_WITHIN_MS,
      http.HTTP_BODY_WITHIN_MS,
      http.UPLOAD_WITHIN_MS,
      http.UPLOAD_SILENCE_MS,
      http.HTTP_KEEP_ALIVE_MS,
      sockets.IDENTIFY_WITHIN_MS,
      sockets.HEARTBEAT_INTERVAL_MS,
      sockets.HEARTBEAT_DEAD_MS,
      sockets.REAUTHENTICATE_GRACE_MS,
      sockets.CLOSE_WITHIN_MS,
    ]).to.deep.equal([10_000, 30_000, 600_000, 30_000, 5_000, 5_000, 30_000, 45_000, 10_000, 5_000]);
  });
});
