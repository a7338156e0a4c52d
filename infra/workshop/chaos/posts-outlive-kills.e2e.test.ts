/** Kills the server while members begin posts, and asks what is left of each. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ulid } from 'ulid';
import { Channel, MessagePage, Thread, ThreadPage } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join as joinGuild,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
} from '#infra/workshop/testkit/api-client.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { type ServerProcess, serverProcess } from './server-process.ts';

/** Posts of each member. The server takes few more of one user in a while. */
const POSTS = 4;

describe('a post', function () {
  this.timeout(300_000);
  let home: string;
  let server: ServerProcess;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-posts-'));
    server = serverProcess(home, await freePort(), { FILAMENT_REGISTRATION: 'open' });
    await server.start();
  });
  after(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('is there with its first message or not at all after kill -9, and a retry makes it whole', async () => {
    const api = await apiOf(server.url);
    const { secret } = JSON.parse((await server.cli('owner', 'create', '--json')).stdout);
    const olga = await claimOwner({ ownerSecret: secret }, api, 'olga');
    const [max, ben] = [await newcomer(api, 'max'), await newcomer(api, 'ben')];
    const guild = await makeGuild(olga, 'The lounge');
    await joinGuild(olga, guild, max, ben);
    const body = { name: 'questions', kind: 'forum' };
    const forum = (await olga.api('POST', `/guilds/${guild.guild_id}/channels`, { body })).as(Channel);
    await caughtUp(api);
    const wishes = [olga, max, ben].flatMap((who) =>
      Array.from({ length: POSTS }, (_, n) => ({ who, key: ulid(), name: `${who.name} asks ${n}` })),
    );
    const begin = ({ who, key, name }: { readonly who: Person; readonly key: string; readonly name: string }) =>
      who.api('POST', `${pathOf(forum)}/threads`, {
        body: { name, content: `words of ${name}` },
        headers: { 'Idempotency-Key': key },
      });
    const listed = async () => {
      await caughtUp(api);
      return (await ben.api('GET', `${pathOf(forum)}/threads`)).as(ThreadPage).threads;
    };

    let answered = 0;
    const twice = Promise.withResolvers<void>();
    const running = wishes.map(async (wish) => {
      const answer = await begin(wish).catch(() => undefined);
      if (answer?.status !== 201) return undefined;
      answered += 1;
      if (answered === 2) twice.resolve();
      return answer.as(Thread).name;
    });
    // The kill comes while some posts are answered and others are on their way.
    await Promise.race([twice.promise, Promise.all(running)]);
    await server.kill();
    const acknowledged = (await Promise.all(running)).filter((name) => name !== undefined);
    await server.start();

    const left = await listed();
    expect(left.map(({ name }) => name)).to.include.members(acknowledged);
    for (const { name, post, messages } of left) {
      expect([post?.words, messages], name).to.deep.equal([`words of ${name}`, 1]);
    }
    for (const wish of wishes) expect((await begin(wish)).status, wish.name).to.equal(201);
    const whole = await listed();
    expect(whole.map(({ name }) => name)).to.have.members(wishes.map(({ name }) => name));
    for (const { name, channel_id } of whole) {
      const { messages } = (await ben.api('GET', `${pathOf({ channel_id })}/messages`)).as(MessagePage);
      expect(
        messages.map(({ content }) => content),
        name,
      ).to.deep.equal([`words of ${name}`]);
    }
  });
});
