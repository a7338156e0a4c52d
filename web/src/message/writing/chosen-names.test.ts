import { expect } from 'chai';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { keptNames } from '#web/message/writing/chosen-names.ts';
import { NOTHING_KEPT } from '#web/platform/kept.ts';

const name = { at: 3, shown: '@twin', token: '<@&ID>' };

describe('the chosen names of a draft', () => {
  const kept = new Map<string, string>();
  const keepsakes = {
    ...NOTHING_KEPT,
    read: (key: string) => kept.get(key) ?? null,
    write: (key: string, value: string) => void kept.set(key, value),
    remove: (key: string) => void kept.delete(key),
  };
  let open = 'one' as ChannelId;
  const names = () => keptNames(keepsakes, () => open);

  it('outlive a reload, each with its channel', () => {
    names().keep([name]);
    expect(names().of()).to.deep.equal([name]);
    open = 'two' as ChannelId;
    expect(names().of()).to.deep.equal([]);
    open = 'one' as ChannelId;
    names().keep([]);
    expect([...kept]).to.deep.equal([]);
  });

  it('are none where the device keeps something else', () => {
    for (const text of ['{', '{}', '[null, 3, {"at": "1"}]']) {
      kept.set('chosen.one', text);
      expect(names().of()).to.deep.equal([]);
    }
  });
});
