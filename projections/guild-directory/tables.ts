import { sql } from 'slonik';
import type { KeyedTable } from '#projections/engine/keyed-rows.ts';
import type {
  AccountRow,
  ChannelListingRow,
  ChannelRow,
  GuildRow,
  MemberRow,
  RoleRow,
  ServerOwnerRow,
} from '#projections/guild-directory/model.ts';

export const tables = [
  sql.fragment`
    CREATE TABLE guild (
      guild_id text COLLATE "C" PRIMARY KEY,
      name text NOT NULL,
      owner_id text COLLATE "C" NOT NULL,
      created_at text COLLATE "C" NOT NULL,
      position bigint NOT NULL
    )`,
  sql.fragment`
    CREATE TABLE role (
      guild_id text COLLATE "C",
      role_id text COLLATE "C",
      rank integer NOT NULL,
      permissions jsonb NOT NULL,
      position bigint NOT NULL,
      PRIMARY KEY (guild_id, role_id)
    )`,
  sql.fragment`
    CREATE TABLE channel (
      channel_id text COLLATE "C" PRIMARY KEY,
      guild_id text COLLATE "C" NOT NULL,
      parent_id text COLLATE "C",
      name text NOT NULL,
      kind text COLLATE "C" NOT NULL,
      created_at text COLLATE "C" NOT NULL,
      position bigint NOT NULL
    )`,
  sql.fragment`
    CREATE TABLE channel_listing (
      channel_id text COLLATE "C" PRIMARY KEY,
      guild_id text COLLATE "C" NOT NULL,
      position bigint NOT NULL
    )`,
  sql.fragment`
    CREATE TABLE member (
      guild_id text COLLATE "C",
      user_id text COLLATE "C",
      joined_at text COLLATE "C" NOT NULL,
      position bigint NOT NULL,
      PRIMARY KEY (guild_id, user_id)
    )`,
  sql.fragment`
    CREATE TABLE account (
      user_id text COLLATE "C" PRIMARY KEY,
      username text,
      imported boolean NOT NULL,
      created_at text COLLATE "C" NOT NULL,
      position bigint NOT NULL
    )`,
  sql.fragment`CREATE TABLE server_owner (user_id text COLLATE "C" PRIMARY KEY, position bigint NOT NULL)`,
];

export const indexes = [
  sql.fragment`CREATE INDEX member_guilds ON member (user_id, guild_id)`,
  sql.fragment`CREATE INDEX channel_listing_of_guild ON channel_listing (guild_id)`,
  sql.fragment`CREATE INDEX channel_of_guild ON channel (guild_id)`,
  // Whom a name stands for, in upper or lower case; imported people may share one.
  sql.fragment`CREATE INDEX account_name ON account (lower(username))`,
];

export const guild: KeyedTable<GuildRow> = {
  table: 'guild',
  key: ['guild_id'],
  columns: { guild_id: 'text', name: 'text', owner_id: 'text', created_at: 'text', position: 'int8' },
};
export const role: KeyedTable<RoleRow> = {
  table: 'role',
  key: ['guild_id', 'role_id'],
  columns: { guild_id: 'text', role_id: 'text', rank: 'int4', permissions: 'jsonb', position: 'int8' },
};
export const channel: KeyedTable<ChannelRow> = {
  table: 'channel',
  key: ['channel_id'],
  columns: {
    channel_id: 'text',
    guild_id: 'text',
    parent_id: 'text',
    name: 'text',
    kind: 'text',
    created_at: 'text',
    position: 'int8',
  },
};
export const channelListing: KeyedTable<ChannelListingRow> = {
  table: 'channel_listing',
  key: ['channel_id'],
  columns: { channel_id: 'text', guild_id: 'text', position: 'int8' },
};
export const member: KeyedTable<MemberRow> = {
  table: 'member',
  key: ['guild_id', 'user_id'],
  columns: { guild_id: 'text', user_id: 'text', joined_at: 'text', position: 'int8' },
};
export const account: KeyedTable<AccountRow> = {
  table: 'account',
  key: ['user_id'],
  columns: { user_id: 'text', username: 'text', imported: 'bool', created_at: 'text', position: 'int8' },
};
export const serverOwner: KeyedTable<ServerOwnerRow> = {
  table: 'server_owner',
  key: ['user_id'],
  columns: { user_id: 'text', position: 'int8' },
};
