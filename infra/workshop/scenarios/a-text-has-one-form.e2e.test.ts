import { expect } from 'chai';
import { CHANNEL_NAME_CHARS_MAX, MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { Problem } from '#gateway/protocol/problem.ts';
import { Channel, type Reaction } from '#gateway/protocol/resources.ts';
import type { TypeOf } from '#gateway/protocol/wire.ts';
import {
  type Api,
  apiOf,
  atLeastNow,
  caughtUp,
  claimOwner,
  everyMessage,
  makeChannel,
  makeGuild,
  PASSWORD,
  type Person,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

const HEART = '\u2764\uFE0F';

describe('a text has one form, however it was typed:', () => {
  let server: TestServer;
  let api: Api;
  let owner: Person;
  let channel: Channel;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    channel = await makeChannel(owner, await makeGuild(owner, 'ours'), 'talk');
    await caughtUp(api);
  });
  after(() => server.stop());

  it('a message has plain line ends, and its length is taken after they are folded', async () => {
    const most = 'a'.repeat(MESSAGE_CHARS_MAX / 2 - 1);
    const lines = `${'\r\n'.repeat(MESSAGE_CHARS_MAX / 2)}${most}`;
    expect((await say(owner, channel, `${lines}b`)).content).to.equal(`${lines.replaceAll('\r\n', '\n')}b`);
    const tooLong = await owner.api('POST', `${pathOf(channel)}/messages`, { body: { content: `${lines}bc` } });
    expect(tooLong.code()).to.equal('content_invalid');
    expect((await say(owner, channel, 'one\u2028two\u2029three\u0085four\vfive\fsix\rseven')).content).to.equal(
      'one\ntwo\nthree\nfour\nfive\nsix\nseven',
    );
  });

  it('a name is measured in normal form C, and holds nothing that is not seen', async () => {
    const { channel_id } = channel;
    const rename = (name: string) => owner.api('PATCH', `/channels/${channel_id}`, { body: { name } });
    const renamed = await rename(`  ${'e\u0301'.repeat(CHANNEL_NAME_CHARS_MAX)}  `);
    expect(renamed.status).to.equal(204);
    const read = await owner.api('GET', `/channels/${channel_id}`, atLeastNow(renamed));
    expect(read.as(Channel).name).to.equal('\u00E9'.repeat(CHANNEL_NAME_CHARS_MAX));
    for (const name of ['a\uFFF9b\uFFFAc\uFFFB', 'a\u200Db', 'a\u{E0041}', 'a\u00ADb', 'a\u3164b'])
      expect((await rename(name)).code(), JSON.stringify(name)).to.equal('channel_name_invalid');
  });

  it('a reaction is the same emoji in every form, in the path, in the answer and in what was stored', async () => {
    const message = await say(owner, channel, 'react to this');
    const path = (emoji: string) =>
      `${pathOf(channel)}/messages/${message.message_id}/reactions/${encodeURIComponent(emoji)}/me`;
    for (const form of ['\u2764', HEART, `${HEART}\uFE0F`, '👍\uFE0F'])
      expect((await owner.api('PUT', path(form))).status, form).to.equal(204);
    await caughtUp(api);
    const reactionsNow = async () => (await everyMessage(owner, channel)).at(-1)?.reactions;
    const one = (emoji: string): TypeOf<typeof Reaction> => ({ emoji, count: 1, me: true });
    expect(await reactionsNow()).to.deep.equal([one(HEART), one('👍')]);
    expect((await owner.api('DELETE', path('\u2764'))).status).to.equal(204);
    await caughtUp(api);
    expect(await reactionsNow()).to.deep.equal([one('👍')]);
    for (const emoji of ['\u2764\uFE0E', '1', '\uFE0F'])
      expect((await owner.api('PUT', path(emoji))).code()).to.equal('emoji_invalid');
  });

  it('a username that is reserved is refused in every spelling, and the refusal says what to do', async () => {
    for (const username of ['Everyone', 'ｍｅ', '_system_']) {
      const refused = await api('POST', '/auth/register', { body: { username, password: PASSWORD } });
      expect(refused.as(Problem)).to.deep.include({ status: 400, code: 'username_reserved', field: 'username' });
      expect(refused.as(Problem).detail).to.contain('Choose another username.');
    }
  });
});
