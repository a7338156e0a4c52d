import { expect } from 'chai';
import type { Keepsakes } from '#web/platform/platform.ts';
import { recentsIn } from '#web/platform/recents.ts';

const keepsakes = (): Keepsakes => {
  const kept = new Map<string, string>();
  return {
    read: (key) => kept.get(key) ?? null,
    write: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
    keys: () => [...kept.keys()],
    clear: () => kept.clear(),
  };
};

describe('the things that a user chose last', () => {
  it('stand with the newest first, each once, up to a number', () => {
    const recents = recentsIn(keepsakes(), 'some', 3);
    for (const text of ['a', 'b', 'c', 'a', 'd']) recents.add(text);
    expect(recents.read()).to.deep.equal(['d', 'a', 'c']);
  });

  it('are none where the device kept something else', () => {
    const kept = keepsakes();
    for (const text of ['{', '{"a":1}', 'null']) {
      kept.write('some', text);
      expect(recentsIn(kept, 'some', 3).read(), text).to.deep.equal([]);
    }
    kept.write('some', '[1,"a",null]');
    expect(recentsIn(kept, 'some', 3).read()).to.deep.equal(['a']);
  });
});
