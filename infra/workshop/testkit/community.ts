/** Sets up a guild with its owner, channels and members over HTTP, as most stories begin. */

import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import {
  type Api,
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
} from './api-client.ts';
import type { TestServer } from './server.ts';

export type Community<C extends string, M extends string> = {
  readonly api: Api;
  readonly owner: Person;
  readonly guild: Guild;
  readonly channels: { readonly [K in C]: Channel };
  readonly members: { readonly [K in M]: Person };
};

const named = async <K extends string, A>(
  names: ReadonlyArray<K>,
  make: (name: K) => Promise<A>,
): Promise<{ readonly [N in K]: A }> => {
  const made: Array<readonly [K, A]> = [];
  for (const name of names) made.push([name, await make(name)]);
  return Object.fromEntries(made) as { readonly [N in K]: A };
};

/** Claims the server and fills one guild. Resolves once every read shows all of it. */
export const community = async <const C extends string = never, const M extends string = never>(
  server: Pick<TestServer, 'url' | 'ownerSecret'>,
  {
    owner: ownerName = 'owner',
    guild: guildName = 'Night Owls',
    channels = [],
    members = [],
  }: {
    readonly owner?: string;
    readonly guild?: string;
    readonly channels?: ReadonlyArray<C>;
    readonly members?: ReadonlyArray<M>;
  },
): Promise<Community<C, M>> => {
  const api = await apiOf(server.url);
  const owner = await claimOwner(server, api, ownerName);
  const guild = await makeGuild(owner, guildName);
  const made = await named(channels, (name) => makeChannel(owner, guild, name));
  const people = await named(members, (name) => newcomer(api, name));
  await join(owner, guild, ...members.map((name) => people[name]));
  await caughtUp(api);
  return { api, owner, guild, channels: made, members: people };
};
