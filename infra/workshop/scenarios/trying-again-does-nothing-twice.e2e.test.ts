import { expect } from 'chai';
import { ulid } from 'ulid';
import { EditMessageAnswer } from '#gateway/protocol/requests.ts';
import { Guild, GuildList, Message, MessagePage } from '#gateway/protocol/resources.ts';
import {
  type Api,
  apiOf,
  atLeastNow,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
} from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const uuidV7 = (ms: number, tail: string): string => {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${tail.padStart(12, '0')}`;
};

describe('a repeated request with the same idempotency key', () => {
  let server: TestServer;
  let api: Api;
  let owner: Person;
  let member: Person;
  let messages: string;
  before(async () => {
    server = await startServer({ rates: { message_changes_per_user: 100 } });
    api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    member = await newcomer(api, 'member');
    const guild = await makeGuild(owner, 'ours');
    messages = `${pathOf(await makeChannel(owner, guild, 'talk'))}/messages`;
    await join(owner, guild, member);
  });
  after(() => server.stop());

  const send = (who: Person, key: string, content: string) =>
    who.api('POST', messages, { body: { content }, headers: { 'Idempotency-Key': key } });

  it('gets the same message, which is sent once however many tries race', async () => {
    const key = ulid();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(owner, key, 'once')));
    const made = answers.map((answer) => answer.as(Message));
    expect(new Set(made.map((message) => JSON.stringify(message)))).to.have.property('size', 1);
    await caughtUp(api);
    const again = (await send(owner, key, 'once')).as(Message);
    expect(again).to.deep.equal(made[0]);
    const page = (await owner.api('GET', messages)).as(MessagePage);
    expect(page.messages.filter(({ content }) => content === 'once')).to.have.length(1);
  });

  it('gets the message as it is now, with all its changes', async () => {
    const key = ulid();
    const said = (await send(owner, key, 'soon another')).as(Message);
    await member.api('PUT', `${messages}/${said.message_id}/reactions/${encodeURIComponent('👍')}/me`);
    await owner.api('PATCH', `${messages}/${said.message_id}`, { body: { content: 'another' } });
    await caughtUp(api);
    const read = (await owner.api('GET', `${messages}/${said.message_id}`)).as(Message);
    expect(read).to.deep.include({ content: 'another', revision: 2 });
    expect((await send(owner, key, 'soon another')).as(Message)).to.deep.equal(read);
  });

  it('may name a UUID of version 7 or the ULID of the same bits', async () => {
    const key = uuidV7(Date.now(), 'abc');
    const first = (await send(owner, key, 'by uuid')).as(Message);
    const second = (await send(owner, key.toUpperCase(), 'by uuid')).as(Message);
    expect(second.message_id).to.equal(first.message_id);
  });

  it('is refused when it sends another message', async () => {
    const key = ulid();
    expect((await send(owner, key, 'one thing')).status).to.equal(201);
    const other = await send(owner, key, 'another thing');
    expect([other.status, other.code()]).to.deep.equal([422, 'idempotency_key_reused']);
  });

  it('is refused when it asks for another change, and is not reported as done', async () => {
    const [sending, reacting, renaming] = [ulid(), ulid(), ulid()];
    const under = (key: string) => ({ headers: { 'Idempotency-Key': key } });
    const path = `${messages}/${(await send(owner, sending, 'to be deleted')).as(Message).message_id}`;
    const reaction = (emoji: string) => `${path}/reactions/${encodeURIComponent(emoji)}/me`;
    const channel = messages.replace(/\/messages$/, '');
    const rename = (name: string) => owner.api('PATCH', channel, { body: { name }, ...under(renaming) });
    expect((await owner.api('PUT', reaction('👍'), under(reacting))).status).to.equal(204);
    expect((await rename('chat')).status).to.equal(204);
    for (const other of [
      await owner.api('DELETE', path, under(sending)),
      await owner.api('PUT', reaction('🎉'), under(reacting)),
      await owner.api('DELETE', reaction('👍'), under(reacting)),
      await rename('chatter'),
      await owner.api('DELETE', channel, under(renaming)),
    ])
      expect([other.status, other.code()]).to.deep.equal([422, 'idempotency_key_reused']);
    expect((await owner.api('PUT', reaction('👍'), under(reacting))).status).to.equal(204);
    expect((await rename('chat')).status).to.equal(204);
    expect((await owner.api('DELETE', path, under(ulid()))).status).to.equal(204);
  });

  it('brings no old text back, however often the message has changed since', async () => {
    const path = `${messages}/${(await send(owner, ulid(), 'hello')).as(Message).message_id}`;
    const edit = (key: string, content: string) =>
      owner.api('PATCH', path, { body: { content }, headers: { 'Idempotency-Key': key } });
    const key = ulid();
    expect((await edit(key, 'old')).status).to.equal(200);
    for (let n = 1; n <= 70; n += 1) expect((await edit(ulid(), `newer ${n}`)).status).to.equal(200);
    expect((await edit(key, 'old')).as(EditMessageAnswer)).to.deep.include({ content: 'newer 70', revision: 71 });
    const other = await edit(key, 'something else');
    expect([other.status, other.code()]).to.deep.equal([422, 'idempotency_key_reused']);
  });

  it('of another user is a request of its own', async () => {
    const key = ulid();
    const mine = (await send(owner, key, 'mine')).as(Message);
    const theirs = (await send(member, key, 'theirs')).as(Message);
    expect(theirs.message_id).not.to.equal(mine.message_id);
  });

  it('creates one guild', async () => {
    const headers = { 'Idempotency-Key': ulid() };
    const [one, two] = [
      await owner.api('POST', '/guilds', { body: { name: 'only one' }, headers }),
      await owner.api('POST', '/guilds', { body: { name: 'only one' }, headers }),
    ];
    expect(two.as(Guild)).to.deep.equal(one.as(Guild));
    const guilds = (await owner.api('GET', '/guilds', atLeastNow(two))).as(GuildList).guilds;
    expect(guilds.filter(({ name }) => name === 'only one')).to.have.length(1);
  });

  it('is refused when its key is invalid or too old, with an explanation', async () => {
    for (const key of [
      '1',
      'retry',
      '6f1b9c1e-8e0a-4c1d-9b7a-1a2b3c4d5e6f',
      ulid(Date.now() - 2 * DAY_MS),
      ulid(Date.now() + 2 * DAY_MS),
    ]) {
      const answer = await send(owner, key, 'never said');
      expect([answer.status, answer.code()], key).to.deep.equal([400, 'idempotency_key_invalid']);
    }
    await caughtUp(api);
    const page = (await owner.api('GET', messages)).as(MessagePage);
    expect(page.messages.map(({ content }) => content)).not.to.include('never said');
  });
});
