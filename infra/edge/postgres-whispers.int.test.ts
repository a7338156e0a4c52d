import { expect } from 'chai';
import { Client } from 'pg';
import { instantOf } from '#domain/kernel/instant.ts';
import { WHISPER_BYTES_MAX } from '#gateway/limits/sockets.ts';
import type { UserWhisper, Whisper } from '#gateway/ports/whispers.ts';
import { keepListening } from '#infra/database/listening-connection.ts';
import { type PostgresWhispers, postgresWhispers } from '#infra/edge/postgres-whispers.ts';
import { createSealedTokens } from '#infra/keys/tokens/sealed-tokens.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { channelId, guildId, userId } from '#infra/workshop/scenarios/staged-events.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';

const tokens = createSealedTokens(new Uint8Array(32).fill(7), 'postgres');
const seal = {
  seal: (whisper: string) => tokens.seal('whisper', '', whisper),
  open: (text: string) => tokens.open('whisper', '', text),
};
const typing: Whisper = { kind: 'typing', channel: channelId(1), user: userId(1), at: instantOf(0) };

describe('whispers through Postgres', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  const open: Array<PostgresWhispers> = [];
  /** Opens a process that hears whispers. Resolves once it does. */
  const join = async () => {
    const heard: Array<readonly [Whisper, string]> = [];
    let joined = 0;
    const named = { connectionString: database.url, application_name: 'filament whispers' };
    const whispers = postgresWhispers(
      (channel, listener) => keepListening(named, channel, listener, { againAfterMs: 50 }),
      seal,
    );
    open.push(whispers);
    whispers.follow(
      (whisper, process) => heard.push([whisper, process]),
      () => {
        joined += 1;
      },
    );
    await until(() => joined > 0);
    return { whispers, heard, joined: () => joined };
  };
  before(async () => {
    database = await freshDatabase();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });
  after(() => database.drop());

  it('reach all other processes, in order, and not the one that whispered', async () => {
    const [one, other, third] = [await join(), await join(), await join()];
    one?.whispers.tell(typing);
    one?.whispers.tell({ kind: 'pulse' });
    for (const process of [other, third]) {
      await until(() => process?.heard.length === 2);
      expect(process?.heard.map(([whisper]) => whisper)).to.deep.equal([typing, { kind: 'pulse' }]);
    }
    other?.whispers.tell({ kind: 'bye' });
    await until(() => one?.heard.length === 1);
    expect(one?.heard[0]?.[1]).not.to.equal(third?.heard[0]?.[1]);
  });

  it('have room for the longest list of users, and for signs of many bytes', async () => {
    const [one, other] = [await join(), await join()];
    const choice = { status: 'dnd', custom_status: { text: '漢'.repeat(128), until: null } } as const;
    const user: UserWhisper = { user: userId(1), activity: 'active', choice, at: 1, guilds: [guildId(1)] };
    const most = Math.floor(WHISPER_BYTES_MAX / (Buffer.byteLength(JSON.stringify(user)) + 1));
    const users = Array.from({ length: most }, () => user);
    one?.whispers.tell({ kind: 'users', through: '1', users });
    await until(() => other?.heard.length === 1);
    expect(other?.heard[0]?.[0]).to.deep.equal({ kind: 'users', through: '1', users });
  });

  it('are not taken from a session without the key', async () => {
    const one = await join();
    const other = await join();
    const stranger = new Client({ connectionString: database.url });
    await stranger.connect();
    const forged = JSON.stringify({ process: 'a stranger', whisper: typing });
    const foreign = createSealedTokens(new Uint8Array(32).fill(8), 'postgres').seal('whisper', '', forged);
    for (const text of [forged, foreign, tokens.seal('progress', '', forged), ''])
      await stranger.query('SELECT pg_notify($1, $2)', ['filament_whisper', text]);
    await stranger.end();
    other.whispers.tell({ kind: 'who' });
    await until(() => one.heard.length > 0);
    expect(one.heard.map(([whisper]) => whisper)).to.deep.equal([{ kind: 'who' }]);
  });

  it('go on after the connection was cut, and say that they were away', async () => {
    const [one, other] = [await join(), await join()];
    const admin = new Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'filament whispers' AND datname = current_database()",
    );
    await admin.end();
    await until(() => one?.joined() === 2 && other?.joined() === 2);
    one?.whispers.tell(typing);
    await until(() => other?.heard.some(([whisper]) => whisper.kind === 'typing') === true);
  });
});
