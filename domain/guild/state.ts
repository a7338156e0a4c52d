import type { GuildEvent } from '#domain/guild/events.ts';
import { aggregate } from '#domain/kernel/decider.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import { rolesOf } from '#domain/permission/question.ts';
import { everyoneRoleId, type Roles } from '#domain/permission/role.ts';

export type PresentGuild = {
  readonly kind: 'Present';
  readonly guildId: GuildId;
  readonly name: string;
  readonly ownerId: UserId;
  /** Roles of the guild. The everyone-role stands under the id of the guild. */
  readonly roles: Roles;
  readonly channels: ReadonlySet<ChannelId>;
};
export type GuildState =
  | { readonly kind: 'Absent' }
  | PresentGuild
  | (Omit<PresentGuild, 'kind'> & { readonly kind: 'Deleted' });

const whilePresent = (state: GuildState, change: (guild: PresentGuild) => GuildState): GuildState =>
  state.kind === 'Present' ? change(state) : state;

export const guildAggregate = aggregate<GuildState, GuildEvent>(
  { kind: 'Absent' },
  {
    'guild.created': (_, { guildId, name, ownerId, everyone }) => {
      const roleId = everyoneRoleId(guildId);
      const roles = rolesOf([{ roleId, rank: 0, permissions: everyone }]);
      return { kind: 'Present', guildId, name, ownerId, roles, channels: new Set() };
    },
    'guild.renamed': (state, { name }) => whilePresent(state, (guild) => ({ ...guild, name })),
    'guild.deleted': (state) => whilePresent(state, (guild) => ({ ...guild, kind: 'Deleted' })),
    'guild.channel-listed': (state, { channelId }, copies) =>
      whilePresent(state, (guild) => ({ ...guild, channels: copies.ofSet(guild.channels).add(channelId) })),
    'guild.channel-unlisted': (state, { channelId }, copies) =>
      whilePresent(state, (guild) => {
        const channels = copies.ofSet(guild.channels);
        channels.delete(channelId);
        return { ...guild, channels };
      }),
  },
);
