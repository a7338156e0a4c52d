/** Kills the server and Postgres right after a read marker was acknowledged. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { UnreadList } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join as joinGuild,
  makeChannel,
  makeGuild,
  newcomer,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { type ServerProcess, serverProcess } from './server-process.ts';

const KILLS = 2;

describe('an acknowledged read marker', function () {
  this.timeout(300_000);
  let home: string;
  let server: ServerProcess;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-marked-'));
    server = serverProcess(home, await freePort(), { FILAMENT_REGISTRATION: 'open' });
    await server.start();
  });
  after(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('is there after kill -9 of the server and of Postgres', async () => {
    const api = await apiOf(server.url);
    const { secret } = JSON.parse((await server.cli('owner', 'create', '--json')).stdout);
    const olga = await claimOwner({ ownerSecret: secret }, api, 'olga');
    const max = await newcomer(api, 'max');
    const guild = await makeGuild(olga, 'The lounge');
    const channel = await makeChannel(olga, guild, 'talk');
    await joinGuild(olga, guild, max);
    const said = [];
    for (let n = 0; n <= KILLS; n += 1) said.push((await say(olga, channel, `text ${n}`)).message_id);
    for (let n = 0; n < KILLS; n += 1) {
      await caughtUp(api);
      const message_id = said[n] ?? '';
      const marked = await max.api('PUT', `${pathOf(channel)}/read`, { body: { message_id } });
      expect(marked.status, JSON.stringify(marked.body)).to.equal(200);
      if (n % 2 === 0) await server.killPostgres();
      await server.kill();
      await server.start();
      const { channels } = (await max.api('GET', '/me/unread')).as(UnreadList);
      expect(channels).to.deep.equal([
        { channel_id: channel.channel_id, last_read_message_id: message_id, unread: KILLS - n, mentions: 0 },
      ]);
    }
  });
});
