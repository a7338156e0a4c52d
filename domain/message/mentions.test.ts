import { expect } from 'chai';
import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import { MENTIONED_ROLES_MAX, MENTIONED_USERS_MAX } from '#domain/kernel/limits.ts';
import { type Mentions, NO_MENTIONS, resolved, withReplied } from '#domain/message/mentions.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { permissionSet } from '#domain/permission/permission-set.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const userId = (n: number) => ulid(n) as UserId;
const roleId = (n: number) => ulid(100 + n) as RoleId;
const ANN = userId(1);
const BOB = userId(2);
const KICKED = userId(3);
const OPEN = roleId(1);
const CLOSED = roleId(2);
const DELETED = roleId(3);

const authority = (...names: ReadonlyArray<Permission>) => ({ actor: ANN, permissions: permissionSet(names), rank: 0 });
const some = (over: Partial<Mentions>): Mentions => ({ ...NO_MENTIONS, ...over });
const rights = {
  members: new Set([ANN, BOB]),
  roles: new Map([
    [OPEN, { mentionable: true }],
    [CLOSED, { mentionable: false }],
  ]),
};

describe('a mention', () => {
  const plain = authority('send_messages');
  const loud = authority('send_messages', 'mention_everyone');
  const everything = some({ users: [BOB], roles: [OPEN, CLOSED], everyone: true, here: true });
  const table: ReadonlyArray<readonly [string, Mentions, Mentions, typeof plain, Mentions?]> = [
    ['counts for a member', some({ users: [BOB] }), some({ users: [BOB] }), plain],
    [
      'stays text for a user who was kicked or never was',
      some({ users: [KICKED, BOB] }),
      some({ users: [BOB] }),
      plain,
    ],
    ['counts for a role that all may mention', some({ roles: [OPEN] }), some({ roles: [OPEN] }), plain],
    ['stays text for another role', some({ roles: [CLOSED] }), NO_MENTIONS, plain],
    ['counts for another role with mention_everyone', some({ roles: [CLOSED] }), some({ roles: [CLOSED] }), loud],
    ['stays text for a deleted role', some({ roles: [DELETED] }), NO_MENTIONS, loud],
    ['of everyone stays text', some({ everyone: true, here: true }), NO_MENTIONS, plain],
    ['of everyone counts with mention_everyone', some({ everyone: true }), some({ everyone: true }), loud],
    ['of here counts with mention_everyone', some({ here: true }), some({ here: true }), loud],
    ['in an edit stays when the message had it', everything, everything, plain, everything],
    [
      'in an edit stays for a user who left since',
      some({ users: [KICKED] }),
      some({ users: [KICKED] }),
      plain,
      some({ users: [KICKED] }),
    ],
    ['in an edit goes with its text', NO_MENTIONS, NO_MENTIONS, loud, everything],
    [
      'in an edit is new by the same rights',
      everything,
      some({ users: [BOB], roles: [OPEN] }),
      plain,
      some({ users: [ANN] }),
    ],
  ];
  for (const [says, named, counts, by, kept] of table)
    it(says, () => {
      expect(resolved(named, rights, by, kept)).to.deep.equal(counts);
    });

  it('counts once for each target, up to the limits, and the rest stays text', () => {
    const users = Array.from({ length: MENTIONED_USERS_MAX + 5 }, (_, n) => userId(n + 1));
    const roles = Array.from({ length: MENTIONED_ROLES_MAX + 5 }, (_, n) => roleId(n + 1));
    const all = { members: new Set(users), roles: new Map(roles.map((id) => [id, { mentionable: true }])) };
    const found = resolved(some({ users: [BOB, ...users, BOB], roles: [...roles, OPEN] }), all, plain);
    expect(found.users).to.deep.equal([BOB, ANN, ...users.slice(2, MENTIONED_USERS_MAX)]);
    expect(found.roles).to.deep.equal(roles.slice(0, MENTIONED_ROLES_MAX));
  });

  it('by a reply comes first, and is left out for an author who answers their own message', () => {
    expect(withReplied(some({ users: [KICKED] }), BOB, ANN)).to.deep.equal(some({ users: [BOB, KICKED] }));
    expect(withReplied(some({ users: [KICKED] }), ANN, ANN)).to.deep.equal(some({ users: [KICKED] }));
    expect(withReplied(NO_MENTIONS, null, ANN)).to.deep.equal(NO_MENTIONS);
  });
});
