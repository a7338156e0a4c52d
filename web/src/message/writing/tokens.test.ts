import { expect } from 'chai';
import type { Channel, Member, Role } from '#gateway/protocol/resources.ts';
import { READ_CHARS_MAX } from '#web/message/writing/closed-parts.ts';
import { knownNames } from '#web/message/writing/known-names.ts';
import { type ChosenName, carried, typedOf, wireOf } from '#web/message/writing/tokens.ts';
import { pieceAt } from '#web/message/writing/typed-piece.ts';

const id = (number: number): string => `01ARZ3NDEKTSV4RRFFQ69G${String(number).padStart(4, '0')}`;
const member = (number: number, username: string | null, nickname: string | null = null): Member =>
  ({ user: { user_id: id(number), username, imported: false }, nickname, role_ids: [] }) as unknown as Member;
const role = (number: number, name: string, mentionable = true, rank = 1): Role =>
  ({ role_id: id(number), name, mentionable, rank, color: null }) as unknown as Role;
const channel = (number: number, name: string, permissions: ReadonlyArray<string> = []): Channel =>
  ({ channel_id: id(number), name, kind: 'text', parent_id: null, permissions }) as unknown as Channel;

const members = [
  member(1, 'ann'),
  member(2, 'annabel'),
  member(3, 'lee', 'Ann Lee'),
  member(4, 'sam', 'Star Gazer'),
  member(5, 'kim', 'Star Gazer'),
  member(6, 'Ruth.K'),
  member(7, null, null),
  member(8, 'joker', 'everyone'),
];
const roles = [
  role(20, 'Guests', true, 0),
  role(21, 'Night Crew'),
  role(22, 'Quiet', false),
  role(23, 'twin'),
  role(24, 'twin'),
];
const channels = [channel(31, 'talk'), channel(32, 'talk-late'), channel(33, 'same'), channel(34, 'same')];
const names = knownNames({ channel: channel(31, 'talk'), members, roles, channels });
const user = (number: number): string => `<@${id(number)}>`;

const CASES: ReadonlyArray<readonly [string, string, string]> = [
  ['a username', 'hi @ann', `hi ${user(1)}`],
  ['a name in other letters', 'hi @ANN and @ruth.k.', `hi ${user(1)} and ${user(6)}.`],
  ['a name that is the beginning of another', '@annabel @ann', `${user(2)} ${user(1)}`],
  ['a name with a space, before the shorter one', '@Ann Lee, @ann lives', `${user(3)}, ${user(1)} lives`],
  ['the username of a member with a nickname', '@lee', user(3)],
  ['a longer word', '@annika @ann_ @ann-x', '@annika @ann_ @ann-x'],
  ['a name at a mark', '(@ann) **@ann** @ann\u2019s', `(${user(1)}) **${user(1)}** ${user(1)}\u2019s`],
  ['a name of several members', '@Star Gazer @sam', `@Star Gazer ${user(4)}`],
  ['an address of mail', 'me@ann.example', 'me@ann.example'],
  ['an address', 'https://x.example/@ann, @ann', `https://x.example/@ann, ${user(1)}`],
  ['a name after a backslash', '\\@ann', '\\@ann'],
  ['inline code', '`@ann` @ann ``a ` @ann``', `\`@ann\` ${user(1)} \`\`a \` @ann\`\``],
  ['a backtick that opens nothing', '` @ann', `\` ${user(1)}`],
  ['a fence', '```\n@ann\n```\n@ann', `\`\`\`\n@ann\n\`\`\`\n${user(1)}`],
  ['a fence without an end', '@ann\n~~~\n@ann', `${user(1)}\n~~~\n@ann`],
  ['a role', '@Night Crew!', `<@&${id(21)}>!`],
  ['a role that may not be mentioned', '@Quiet', '@Quiet'],
  ['the everyone-role', '@Guests', '@Guests'],
  ['two roles of one name', '@twin', '@twin'],
  ['everyone and here', '@everyone @here', '@everyone @here'],
  ['a channel', '#talk #talk-late #talk-', `<#${id(31)}> <#${id(32)}> <#${id(31)}>-`],
  ['two channels of one name', '#same', '#same'],
  ['a heading', '# talk', '# talk'],
  ['a token', `${user(9)} @ann`, `${user(9)} ${user(1)}`],
];

describe('the names of a typed text', () => {
  for (const [what, typed, wire] of CASES)
    it(`are sent right for ${what}`, () => {
      expect(wireOf(typed, names, [])).to.equal(wire);
    });

  it('mean the chosen one where several have the name', () => {
    const text = '@Star Gazer and @Star Gazer in #same by @twin';
    const chosen: ReadonlyArray<ChosenName> = [
      { at: 0, shown: '@Star Gazer', token: user(5) },
      { at: text.indexOf('#'), shown: '#same', token: `<#${id(34)}>` },
      { at: text.indexOf('@twin'), shown: '@twin', token: `<@&${id(24)}>` },
    ];
    expect(wireOf(text, names, chosen)).to.equal(`${user(5)} and @Star Gazer in <#${id(34)}> by <@&${id(24)}>`);
  });

  it('stay a name in code, also when they were chosen', () => {
    expect(wireOf('`@ann`', names, [{ at: 1, shown: '@ann', token: user(1) }])).to.equal('`@ann`');
  });

  it('stay the chosen ones while the text around them changes', () => {
    const chosen = [{ at: 3, shown: '@twin', token: 'T' }];
    expect(carried(chosen, 'hi @twin', 'oh, hi @twin')).to.deep.equal([{ at: 7, shown: '@twin', token: 'T' }]);
    expect(carried(chosen, 'hi @twin', 'hi @twin!')).to.deep.equal(chosen);
    expect(carried(chosen, 'hi @twin', 'hi @win')).to.deep.equal([]);
    expect(carried(chosen, 'hi @twin', '')).to.deep.equal([]);
  });

  it('are no more chosen when the user writes on', () => {
    const chosen = carried([{ at: 0, shown: '@twin', token: user(1) }], '@twin', '@twins');
    expect(wireOf('@twins', names, chosen)).to.equal('@twins');
  });

  it('name a member by the username when another has the nickname too', () => {
    const shown = names.all.filter(({ kind }) => kind === 'member').map((one) => one.shown);
    expect(shown).to.deep.equal(['@ann', '@annabel', '@Ann Lee', '@sam', '@kim', '@Ruth.K', '@joker']);
  });

  it('have everyone, here and all roles for a member who may mention everyone', () => {
    const all = knownNames({ channel: channel(31, 'talk', ['mention_everyone']), members, roles, channels }).all;
    const tokens = all.map(({ token }) => token);
    expect(tokens).to.include.members(['@everyone', '@here', `<@&${id(22)}>`]);
    expect(tokens).not.to.include(`<@&${id(20)}>`);
    expect(names.all.map(({ token }) => token)).not.to.include('@everyone');
  });
});

describe('a text of many signs', () => {
  const hostile = ['@ ', '@ann ', '` @', '``` @', '\n```\n@', '<@', 'https://@', '#@'];

  it('becomes a sent text of the same words', () => {
    for (const piece of hostile) {
      const text = piece.repeat(Math.floor(READ_CHARS_MAX / piece.length));
      const wire = wireOf(text, names, []);
      expect(typedOf(wire, names).text, piece).to.equal(text);
    }
  });

  it('is sent as it is when it is too long for any message', () => {
    const text = '@ann '.repeat(READ_CHARS_MAX);
    expect(wireOf(text, names, [])).to.equal(text);
    expect(pieceAt(`${text}@a`, text.length + 2)).to.equal(null);
  });
});

describe('the tokens of a message', () => {
  it('are names while the message is edited, and the same tokens afterwards', () => {
    const wire = `${user(5)} and ${user(3)} in <#${id(34)}>, \`${user(1)}\`, ${user(99)} <@&${id(24)}>`;
    const { text, chosen } = typedOf(wire, names);
    expect(text).to.equal(`@kim and @Ann Lee in #same, \`${user(1)}\`, ${user(99)} @twin`);
    expect(wireOf(text, names, chosen)).to.equal(wire);
  });
});
