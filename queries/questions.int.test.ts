import { expect } from 'chai';
import { ERASED } from '#domain/kernel/erasable.ts';
import { ALL_PERMISSIONS, namesIn } from '#domain/permission/permission-set.ts';
import {
  brought,
  channel,
  channelCreated,
  guild,
  guildCreated,
  guildRenamed,
  imported,
  joined,
  kicked,
  listed,
  ownershipClaimed,
  registered,
  session,
  sessionRefreshed,
  sessionStarted,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { tableModels } from '#projections/registry.ts';

const by = (n: number) => ({ viewer: { userId: user(n), sessionId: session(n) }, atLeast: undefined });

describe('a question', () => {
  let side: ReadSide;
  const at = (place: number) => side.log.events[place]?.metadata.time;
  before(async () => {
    side = await readSide();
    const { write } = side.log;
    write(registered(user(1), 'ada'));
    write(ownershipClaimed(user(1)));
    write(registered(user(2), 'brian'));
    write(guildCreated(guild(1), user(1), ['view_channel', 'send_messages']));
    write(joined(guild(1), user(2)));
    for (let n = 3; n <= 12; n++) {
      write(imported(user(n), `author ${n}`));
      write(brought(guild(1), user(n)));
    }
    write(listed(guild(1), channel(2)));
    write(listed(guild(1), channel(1)));
    write(channelCreated(guild(1), channel(1)));
    write(channelCreated(guild(1), channel(2)));
    write(sessionStarted(session(1), user(1), 'a laptop'));
    write(sessionStarted(session(2), user(2)));
    write(sessionStarted(session(3), user(1), ERASED));
    write(sessionRefreshed(session(1), user(1), 1));
    write(kicked(guild(1), user(12), user(1)), { actor: `user:${user(1)}` });
    write(guildCreated(guild(2), user(2)));
    write(guildRenamed(guild(1), 'the house'));
    for (const model of tableModels) await side.rebuild(model);
  });
  after(() => side.close());

  const answered = async <A>(ask: () => Promise<{ _tag: 'Left'; left: unknown } | { _tag: 'Right'; right: A }>) => {
    const answer = await ask();
    if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left));
    return answer.right;
  };

  it('me answers the viewer, and whether the viewer owns the server', async () => {
    const { value } = await answered(side.queries.me(by(1)));
    expect(value).to.deep.equal({
      userId: user(1),
      username: 'ada',
      imported: false,
      serverOwner: true,
      createdAt: at(0),
    });
    expect((await answered(side.queries.me(by(2)))).value.serverOwner).to.equal(false);
    expect(await side.queries.me(by(99))()).to.deep.equal({ _tag: 'Left', left: { kind: 'NotVisible' } });
  });

  it('sessions answers the live sessions of the viewer, newest first', async () => {
    const { value } = await answered(side.queries.sessions(by(1)));
    expect(value).to.deep.equal([
      { sessionId: session(3), device: ERASED, createdAt: at(31), refreshedAt: at(31) },
      { sessionId: session(1), device: 'a laptop', createdAt: at(29), refreshedAt: at(32) },
    ]);
    expect((await answered(side.queries.sessions(by(99)))).value).to.be.empty;
  });

  it('guilds answers the guilds of the viewer', async () => {
    const owner = await answered(side.queries.guilds(by(1)));
    expect(owner.value).to.deep.equal([
      {
        guildId: guild(1),
        name: 'the house',
        ownerId: user(1),
        createdAt: at(3),
        lockdown: null,
      },
    ]);
    const member = await answered(side.queries.guilds(by(2)));
    expect(member.value.map(({ guildId }) => guildId)).to.deep.equal([guild(1), guild(2)]);
  });

  it('channels answers the channels of a guild, in the order of its list', async () => {
    const { value } = await answered(side.queries.channels({ ...by(2), guildId: guild(1) }));
    expect(
      value.map(({ channelId, name, channelKind, parentId }) => ({ channelId, name, channelKind, parentId })),
    ).to.deep.equal([
      { channelId: channel(2), name: 'channel 002', channelKind: 'text', parentId: null },
      { channelId: channel(1), name: 'channel 001', channelKind: 'text', parentId: null },
    ]);
  });

  it('members answers each member once, page by page, with the owner marked', async () => {
    const seen: string[] = [];
    const owners: string[] = [];
    let after: ReturnType<typeof user> | undefined;
    do {
      const { value } = await answered(
        side.queries.members({ ...by(2), guildId: guild(1), limit: 4, after, name: undefined }),
      );
      seen.push(...value.members.map(({ userId }) => userId));
      owners.push(...value.members.filter(({ owner }) => owner).map(({ userId }) => userId));
      after = value.nextAfter ?? undefined;
    } while (after !== undefined);
    expect(seen).to.deep.equal(Array.from({ length: 11 }, (_, n) => user(n + 1)));
    expect(owners).to.deep.equal([user(1)]);
  });

  it('members finds members by the beginning of a name or of a word in it, in both cases of letters', async () => {
    const found = async (name: string) => {
      const { value } = await answered(
        side.queries.members({ ...by(2), guildId: guild(1), limit: 20, after: undefined, name }),
      );
      return value.members.map(({ userId }) => userId);
    };
    expect(await found('AUTHOR 1')).to.deep.equal([user(10), user(11)]);
    expect(await found('a')).to.deep.equal([user(1), ...[3, 4, 5, 6, 7, 8, 9, 10, 11].map(user)]);
    expect(await found('3')).to.deep.equal([user(3)]);
    expect(await found('uthor')).to.deep.equal([]);
    expect(await found('%')).to.deep.equal([]);
  });

  it('audit answers entries newest first, in pages, to a viewer who may see them and to no other', async () => {
    const first = await answered(side.queries.audit({ ...by(1), guildId: guild(1), limit: 2, before: undefined }));
    expect(first.value.entries.map(({ action }) => action)).to.deep.equal(['guild.renamed', 'guild.member-kicked']);
    expect(first.value.entries[1]).to.deep.include({
      at: at(33),
      actor: `user:${user(1)}`,
      action: 'guild.member-kicked',
      target: `user:${user(12)}`,
      reason: 'spam',
    });
    const actions = first.value.entries.map(({ action }) => action);
    let before = first.value.nextBefore;
    while (before !== null) {
      const next = await answered(side.queries.audit({ ...by(1), guildId: guild(1), limit: 2, before }));
      actions.push(...next.value.entries.map(({ action }) => action));
      before = next.value.nextBefore;
    }
    expect(actions).to.deep.equal([
      'guild.renamed',
      'guild.member-kicked',
      'channel.created',
      'channel.created',
      // Ten users whom an import brought, and one who joined by an invite.
      ...Array.from({ length: 11 }, () => 'guild.member-joined'),
      'guild.created',
    ]);
    const notVisible = { _tag: 'Left', left: { kind: 'NotVisible' } };
    const page = { guildId: guild(1), limit: 2, before: undefined };
    expect(await side.queries.audit({ ...by(2), ...page })()).to.deep.equal(notVisible);
    // An entry of one guild is no cursor in another guild.
    expect(
      await side.queries.audit({ ...by(2), ...page, guildId: guild(2), before: first.value.nextBefore ?? '' })(),
    ).to.deep.equal(notVisible);
  });

  it('ready answers the same as the single questions, with the permissions of the viewer', async () => {
    const { value } = await answered(side.queries.ready(by(2)));
    const guilds = await answered(side.queries.guilds(by(2)));
    expect(value.me).to.deep.equal((await answered(side.queries.me(by(2)))).value);
    for (const [n, one] of guilds.value.entries()) {
      const channels = await answered(side.queries.channels({ ...by(2), guildId: one.guildId }));
      expect(value.guilds[n]).to.deep.include({ guild: one, channels: channels.value });
    }
    expect(value.guilds.map(({ permissions }) => permissions)).to.deep.equal([
      ['view_channel', 'send_messages'],
      namesIn(ALL_PERMISSIONS),
    ]);
  });

  it('ready answers the viewer alone when the viewer is in no guild, and refuses an unknown user', async () => {
    const { value } = await answered(side.queries.ready(by(3)));
    expect(value.guilds.map((one) => one.guild.guildId)).to.deep.equal([guild(1)]);
    expect((await answered(side.queries.ready(by(12)))).value.guilds).to.deep.equal([]);
    expect(await side.queries.ready(by(99))()).to.deep.equal({ _tag: 'Left', left: { kind: 'NotVisible' } });
  });

  it('guildSights answers a guild as each of its members sees it, and leaves strangers out', async () => {
    const viewers = [1, 2, 3, 12, 99].map(user);
    const { sights } = await answered(side.queries.guildSights({ guildId: guild(1), viewers }));
    expect(sights.map((one) => one.viewers.toSorted())).to.have.deep.members([[user(1)], [user(2), user(3)]]);
    for (const one of sights) {
      for (const viewer of one.viewers) {
        const ready = await answered(
          side.queries.ready({ viewer: { userId: viewer, sessionId: session(1) }, atLeast: undefined }),
        );
        expect(one.sight).to.deep.equal(ready.value.guilds.find(({ guild: { guildId } }) => guildId === guild(1)));
      }
    }
    expect((await answered(side.queries.guildSights({ guildId: guild(99), viewers }))).sights).to.deep.equal([]);
  });

  it('invitedGuild answers the name and size of a guild with the name of the inviter, and nothing of an unknown guild', async () => {
    const seen = await answered(side.queries.invitedGuild({ guildId: guild(1), inviterId: user(1) }));
    const all = await answered(
      side.queries.members({ ...by(1), guildId: guild(1), limit: 100, after: undefined, name: undefined }),
    );
    expect(seen).to.deep.include({ guildId: guild(1), memberCount: all.value.members.length, lockedDown: false });
    expect(seen.inviter).to.deep.equal({ userId: user(1), username: 'ada', imported: false });
    expect(await side.queries.invitedGuild({ guildId: guild(99), inviterId: user(1) })()).to.deep.equal({
      _tag: 'Left',
      left: { kind: 'NotVisible' },
    });
  });

  it('userViews answers names for ids, and leaves out an unknown id', async () => {
    const views = await answered(side.queries.userViews([user(3), user(1), user(99)]));
    expect(views).to.deep.equal([
      { userId: user(1), username: 'ada', imported: false },
      { userId: user(3), username: 'author 3', imported: true },
    ]);
  });
});
