/** Appends events past the commands, to bring streams of a test into a state that the tested command only reads. */
import { randomUUID } from 'node:crypto';
import { isLeft } from 'fp-ts/lib/Either.js';
import { map, type ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { NO_REVISION } from '#domain/kernel/event.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, EventId, GuildId, RoleId } from '#domain/kernel/ids.ts';
import { channelStream, guildStream, memberStream, type StreamName } from '#domain/kernel/stream.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { type Person, right, type TestWriteSide } from '#infra/workshop/testkit/write-side.ts';

const appended = async (
  side: TestWriteSide,
  stream: StreamName,
  events: ReadonlyNonEmptyArray<DomainEvent>,
): Promise<void> => {
  const { head } = await right(side.store.readStream(stream, NO_REVISION));
  const metadata = {
    actor: 'cli:test',
    correlation: 'a test',
    causation: side.freshCommandId(),
    time: side.now(),
  };
  const stamped = map((event: DomainEvent) => ({ eventId: randomUUID() as EventId, event, metadata }))(events);
  const expected =
    head === NO_REVISION ? ({ kind: 'NoStream' } as const) : ({ kind: 'Exactly', revision: head } as const);
  const outcome = await side.store.append(stream, expected, stamped)();
  if (isLeft(outcome)) throw new Error(`not appended: ${outcome.left.kind}`);
};

/** Makes roles, from rank 1 up, and gives each to its people. */
export const staged = (side: TestWriteSide, guildId: GuildId) => ({
  roles: async (
    ...roles: ReadonlyArray<{
      readonly roleId: RoleId;
      readonly permissions: ReadonlyArray<Permission>;
      readonly people: ReadonlyArray<Person>;
    }>
  ): Promise<void> => {
    const look = { name: 'a role', color: null, hoist: false, mentionable: false };
    await appended(side, guildStream(guildId), [
      { type: 'guild.roles-ordered', data: { guildId, order: [] } },
      ...roles.map(
        ({ roleId, permissions }): DomainEvent => ({
          type: 'guild.role-created',
          data: { guildId, roleId, ...look, permissions },
        }),
      ),
      { type: 'guild.roles-ordered', data: { guildId, order: roles.map(({ roleId }) => roleId) } },
    ]);
    for (const { roleId, people } of roles)
      for (const { userId } of people)
        await appended(side, memberStream(guildId, userId), [
          { type: 'guild.member-role-given', data: { guildId, userId, roleId } },
        ]);
  },
  roleDeleted: (roleId: RoleId): Promise<void> =>
    appended(side, guildStream(guildId), [{ type: 'guild.role-deleted', data: { guildId, roleId, reason: null } }]),
  /** Lets a channel follow a category, also one that never was. */
  synced: (channelId: ChannelId, categoryId: ChannelId): Promise<void> =>
    appended(side, channelStream(channelId), [
      { type: 'channel.synced', data: { channelId, home: inGuild(guildId), categoryId } },
    ]),
});
