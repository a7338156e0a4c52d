import { expect } from 'chai';
import { guildOf, Home, inGuild, sameHome } from '#domain/kernel/home.ts';
import type { ConversationId, GuildId } from '#domain/kernel/ids.ts';

const guildId = '01ARZ3NDEKTSV4RRFFQ69G5FAA' as GuildId;
const talk = (id: string): Home => ({ kind: 'conversation', conversationId: id as ConversationId });
const homes: ReadonlyArray<Home> = [
  inGuild(guildId),
  inGuild('01ARZ3NDEKTSV4RRFFQ69G5FAB' as GuildId),
  talk(guildId),
  talk('01ARZ3NDEKTSV4RRFFQ69G5FAC'),
];

describe('the home of a channel', () => {
  it('is the same as itself and as no other', () => {
    for (const [at, home] of homes.entries())
      expect(homes.map((other) => sameHome(home, { ...other }))).to.deep.equal(homes.map((_, other) => other === at));
  });
  it('names its guild, where it is one', () => {
    expect([guildOf(inGuild(guildId)), guildOf(talk(guildId))]).to.deep.equal([guildId, null]);
  });
  it('is read with the id of its kind', () => {
    expect(homes.filter((home) => !Home.is(home))).to.deep.equal([]);
    for (const broken of [{ kind: 'guild' }, { kind: 'conversation' }, { kind: 'house', guildId }, {}])
      expect(Home.is(broken)).to.equal(false);
  });
});
