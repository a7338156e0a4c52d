import { expect } from 'chai';
import { channelId, guildId, userId } from '#infra/workshop/testkit/client-world.ts';
import { type Entry, entryIn, FIRST_ENTRY } from '#web/layers.ts';

describe('an entry of the history', () => {
  it('is read back as it was written', () => {
    const entries: ReadonlyArray<Entry> = [
      FIRST_ENTRY,
      { pane: 'search', question: 'layout', dialog: null, opened: 'pane', toList: 3, by: userId(1), float: false },
      { ...FIRST_ENTRY, float: true },
      { ...FIRST_ENTRY, opened: 'dialog', dialog: { kind: 'kick', guildId: guildId(1), userId: userId(2) } },
      { ...FIRST_ENTRY, dialog: { kind: 'create-channel', guildId: guildId(1), channelKind: 'voice' } },
    ];
    for (const entry of entries) expect(entryIn(JSON.parse(JSON.stringify(entry)))).to.deep.equal(entry);
  });

  it('has no layer where another page or another version wrote it', () => {
    for (const state of [null, 7, 'x', [], {}, { pane: 'attic', opened: 'door', toList: -1, question: 9, by: 'x' }])
      expect(entryIn(state), JSON.stringify(state)).to.deep.equal(FIRST_ENTRY);
  });

  it('opens no dialog without a known name and whole ids', () => {
    for (const dialog of [
      { kind: 'constructor' },
      { kind: 'rename-guild' },
      { kind: 'rename-guild', guildId: channelId(1).slice(1) },
      { kind: 'kick', guildId: guildId(1) },
      { kind: 'create-channel', guildId: guildId(1), channelKind: 'video' },
    ])
      expect(entryIn({ ...FIRST_ENTRY, dialog }).dialog, JSON.stringify(dialog)).to.equal(null);
  });
});
