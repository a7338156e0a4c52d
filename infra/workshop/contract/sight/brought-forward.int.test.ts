/**
 * The memory of the gateway and the rows of the queries hold one guild. Wherever in the log the memory reads its rows,
 * the later events lead it to the same sights.
 */
import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position } from '#domain/kernel/event.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import { GuildMemory } from '#gateway/dispatch/guild-memory.ts';
import {
  channel,
  channelCreated,
  channelDeleted,
  channelErased,
  channelRenamed,
  channelRestored,
  guild,
  guildCreated,
  guildRenamed,
  joined,
  kicked,
  left,
  listed,
  registered,
  unlisted,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import * as ruled from '#infra/workshop/testkit/governance-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import type { GuildFactsView } from '#queries/queries.ts';

const { role } = ruled;
const G = guild(1);
const USERS = [1, 2, 3, 4].map(user);
const [TALK, CATEGORY, INSIDE, LATE] = [channel(1), channel(2), channel(3), channel(4)];
const FAR = '2099-01-01T00:00:00.000Z' as Instant;
const NOW = instantOf(Date.UTC(2030, 0, 1));
const everyone = ruled.forRole(G);

const category: DomainEvent = {
  ...channelCreated(G, CATEGORY),
  data: { ...channelCreated(G, CATEGORY).data, kind: 'category' },
};

/** Every event that decides sight, with the events that commands append beside it. */
const STORY: ReadonlyArray<DomainEvent> = [
  ...[listed(G, TALK), channelCreated(G, TALK), category, listed(G, CATEGORY), listed(G, INSIDE)],
  ...[channelCreated(G, INSIDE), joined(G, user(2)), joined(G, user(3))],
  ...[ruled.roleCreated(G, role(1), ['manage_messages']), ruled.rolesOrdered(G, [role(1)])],
  ...[ruled.roleCreated(G, role(2), ['view_channel']), ruled.rolesOrdered(G, [role(2), role(1)])],
  ...[ruled.roleGiven(G, user(2), role(1)), ruled.roleGiven(G, user(3), role(2))],
  ruled.overwriteSet(G, TALK, everyone, { deny: ['view_channel'] }),
  ruled.overwriteSet(G, TALK, ruled.forRole(role(1)), { allow: ['view_channel'] }),
  ruled.overwriteSet(G, CATEGORY, ruled.forMember(user(3)), { deny: ['view_channel'] }),
  ...[ruled.moved(G, INSIDE, CATEGORY), ruled.synced(G, INSIDE, CATEGORY)],
  ...[ruled.channelsOrdered(G, [INSIDE, TALK, CATEGORY]), guildRenamed(G, 'renamed')],
  ...[channelRenamed(G, TALK, 'small talk'), ruled.topicChanged(G, TALK, 'all'), ruled.slowModeChanged(G, TALK, 9)],
  ruled.roleChanged(G, role(2), [], { name: 'second', hoist: true }),
  ...[ruled.timedOut(G, user(2), FAR), ruled.nicknameChanged(G, user(2), 'Two')],
  ...[ruled.roleDeleted(G, role(1)), channelDeleted(G, CATEGORY), unlisted(G, CATEGORY)],
  ...[kicked(G, user(3), user(1)), ruled.timeOutEnded(G, user(2)), listed(G, LATE), channelCreated(G, LATE)],
  ...[ruled.roleRestored(G, role(1)), ruled.rolesOrdered(G, [role(1), role(2)])],
  ruled.reinstated(G, user(3), NOW, [role(2)]),
  ...[ruled.overwritesReplaced(G, INSIDE, [{ target: everyone, allow: [], deny: ['send_messages'] }])],
  ...[channelRestored(G, CATEGORY), listed(G, CATEGORY), ruled.lockdownBegun(G, FAR)],
  ...[ruled.overwriteRemoved(G, TALK, everyone), ruled.roleTaken(G, user(3), role(2))],
  ...[channelDeleted(G, LATE), unlisted(G, LATE), channelErased(G, LATE), joined(G, user(4))],
  ...[ruled.ownerChanged(G, user(2), user(1)), left(G, user(4)), ruled.banned(G, user(4))],
  ...[ruled.synced(G, TALK, CATEGORY), ruled.lockdownEnded(G), ruled.unbanned(G, user(4)), joined(G, user(4))],
];

describe('the sight of a guild in the memory of the gateway', () => {
  let side: ReadSide;
  const read: Array<{ readonly through: Position; readonly facts: GuildFactsView | null }> = [];
  before(async () => {
    side = await readSide();
    for (const [n, id] of USERS.entries()) side.log.write(registered(id, `person ${n}`));
    side.log.write(guildCreated(G, user(1), ['view_channel', 'send_messages']));
    await side.rebuild(guildDirectory);
    side.project([guildDirectory]);
    for (const event of [undefined, ...STORY]) {
      if (event !== undefined) side.log.write(event);
      await side.settled([guildDirectory]);
      const answer = await side.queries.guildFacts({ guildId: G, users: USERS })();
      if (isLeft(answer)) return expect.fail(answer.left.why);
      read.push(answer.right);
    }
  });
  after(() => side.close());

  /** Reads the guild at one position and tells the memory each later event. Undefined once the memory forgot it. */
  const seenFrom = ({ through, facts }: (typeof read)[number], to: Position) => {
    const memory = new GuildMemory(through);
    memory.read(G, facts, through);
    for (const recorded of side.log.events) {
      if (recorded.position <= through || recorded.position > to) continue;
      memory.fold(recorded);
      // A gateway reads a guild again that the memory cannot bring forward, and a user who came.
      if (memory.guild(G) === undefined) return undefined;
    }
    return {
      guild: memory.guild(G),
      members: USERS.map((id) => {
        const seen = memory.ask(G, id, NOW);
        if (seen.kind !== 'seen') return seen.kind;
        const member = { ...seen.member, roleIds: seen.member.roleIds.toSorted() };
        return { ...seen.sight, channels: [...seen.sight.channels.values()], member };
      }),
    };
  };

  it('is the same, wherever it was read and wherever the story ends', () => {
    let compared = 0;
    for (const [end, last] of read.entries()) {
      const fresh = seenFrom(last, last.through);
      // The rows of a guild have no strangers.
      const members = fresh?.members.map((member) => (member === 'unknown' ? 'stranger' : member));
      for (const [begin, first] of read.slice(0, end).entries()) {
        const kept = seenFrom(first, last.through);
        if (kept === undefined) continue;
        // A user whom the memory does not know is read when they come.
        const known = kept.members.map((member, n) => (member === 'unknown' ? members?.[n] : member));
        const says = `read after ${begin} events of the story, up to ${STORY[end - 1]?.type} (${end})`;
        expect({ ...kept, members: known }, says).to.deep.equal({ ...fresh, members });
        compared += 1;
      }
    }
    expect(compared).to.be.greaterThan(STORY.length * 10);
  });
});
