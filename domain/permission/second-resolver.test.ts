import { expect } from 'chai';
import type { RoleId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Overwrite } from '#domain/permission/overwrite.ts';
import { type PermissionSet, permissionSet } from '#domain/permission/permission-set.ts';
import type { ChannelRights } from '#domain/permission/question.ts';
import type { Role } from '#domain/permission/role.ts';
import { EVERYONE, LATER, MEMBER } from '#infra/workshop/testkit/permission-cases.ts';
import {
  askedAtRandom,
  channelRightsOf,
  differing,
  type PermissionCase,
  questionFor,
  type Says,
  USERS,
  WORN,
} from '#infra/workshop/testkit/second-resolver.ts';

const ROLES = [EVERYONE, ...WORN];

/** Subsets of some names, by a number from 0 to 2^n - 1. */
type Subset = { readonly set: PermissionSet; readonly holds: (name: Permission) => boolean };
const subsetsOf = (names: ReadonlyArray<Permission>, always: ReadonlyArray<Permission> = []): ReadonlyArray<Subset> =>
  Array.from({ length: 2 ** names.length }, (_, bits) => {
    const held = [...always, ...names.filter((__, place) => (bits >> place) & 1)];
    return { set: permissionSet(held), holds: (name) => held.includes(name) };
  });

/** The digits of a number in a base, the lowest first. So a counter goes through all combinations. */
const digitsOf = (value: number, base: number, length: number): ReadonlyArray<number> =>
  Array.from({ length }, (_, place) => Math.floor(value / base ** place) % base);

const WEARS = Array.from({ length: 2 ** WORN.length }, (_, bits) => WORN.filter((__, place) => (bits >> place) & 1));

/** Goes through every combination of what the four roles give. */
const everyRoles = function* (subsets: ReadonlyArray<Subset>) {
  for (let n = 0; n < subsets.length ** ROLES.length; n += 1) {
    const chosen = digitsOf(n, subsets.length, ROLES.length).map((digit) => subsets[digit] as Subset);
    const roles = new Map<RoleId, Role>();
    const gives = new Map<RoleId, Subset['holds']>();
    ROLES.forEach((roleId, rank) => {
      const { set, holds } = chosen[rank] as Subset;
      roles.set(roleId, { roleId, rank, permissions: set });
      gives.set(roleId, holds);
    });
    yield { roles, gives };
  }
};

type Overwrites = { readonly rights: ChannelRights | null; readonly channel: PermissionCase['channel'] };

/** Goes through every combination of overwrites for these targets, each with every pair of subsets. */
const everyOverwrites = (targets: ReadonlyArray<string>, subsets: ReadonlyArray<Subset>): ReadonlyArray<Overwrites> =>
  Array.from({ length: subsets.length ** (2 * targets.length) }, (_, n) => {
    const digits = digitsOf(n, subsets.length, 2 * targets.length).map((digit) => subsets[digit] as Subset);
    const overwrites = new Map<string, Overwrite>();
    const channel = new Map<string, Says>();
    targets.forEach((target, place) => {
      const [allow, deny] = [digits[2 * place] as Subset, digits[2 * place + 1] as Subset];
      overwrites.set(target, { allow: allow.set, deny: deny.set });
      channel.set(target, { allows: allow.holds, denies: deny.holds });
    });
    return { rights: channelRightsOf(overwrites), channel };
  });
const IN_THE_GUILD: Overwrites = { rights: null, channel: null };

type Table = {
  readonly says: string;
  readonly names: ReadonlyArray<Permission>;
  /** Permissions that every role gives besides. */
  readonly always?: ReadonlyArray<Permission>;
  readonly channels: ReadonlyArray<Overwrites>;
  readonly cases: number;
};

const ALL_TARGETS = [EVERYONE, ...WORN, MEMBER];
const one = (name: Permission) => everyOverwrites(ALL_TARGETS, subsetsOf([name]));
const three: ReadonlyArray<Permission> = ['view_channel', 'send_messages', 'administrator'];

const TABLES: ReadonlyArray<Table> = [
  {
    says: 'one permission among those of a viewer, with every overwrite for everyone, three roles and a member',
    names: ['send_messages'],
    always: ['view_channel'],
    channels: [IN_THE_GUILD, ...one('send_messages')],
    cases: 787_200,
  },
  {
    says: 'the sight of a channel, with every overwrite for everyone, three roles and a member',
    names: ['view_channel'],
    always: ['send_messages'],
    channels: one('view_channel'),
    cases: 786_432,
  },
  {
    says: 'administrator, with every overwrite for everyone, three roles and a member',
    names: ['administrator'],
    channels: one('administrator'),
    cases: 786_432,
  },
  {
    says: 'three permissions in every combination, with every overwrite of everyone about sight',
    names: three,
    channels: [IN_THE_GUILD, ...everyOverwrites([EVERYONE], subsetsOf(['view_channel']))],
    cases: 983_040,
  },
];

describe('the second resolver', function () {
  // The tables and the million cases take seconds on a quiet machine, and minutes on a crowded one.
  this.timeout(300_000);

  for (const { says, names, always = [], channels, cases } of TABLES)
    it(`agrees with the resolver on the whole table of ${says}`, () => {
      let asked = 0;
      const asks: ReadonlyArray<Permission> = [...names, ...always];
      for (const { roles, gives } of everyRoles(subsetsOf(names, always)))
        for (const wears of WEARS)
          for (const who of USERS)
            for (const timedOutUntil of [null, LATER])
              for (const { rights, channel } of channels) {
                const it = { who, gives, wears, timedOutUntil, channel };
                asked += 1;
                const name = differing(questionFor(it, roles, rights), it, asks);
                if (name !== undefined)
                  expect.fail(`${name}: ${who} wears ${wears.join()}, case ${asked} of the table`);
              }
      expect(asked).to.equal(cases);
    });

  it('agrees with the resolver on a million random cases', () => {
    expect(askedAtRandom(1_000_000, 20_261_130)).to.equal(undefined);
  });
});
