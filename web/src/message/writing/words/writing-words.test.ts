import { expect } from 'chai';
import { writing as german } from '#web/message/writing/words/de.ts';
import { writing as english } from '#web/message/writing/words/en.ts';

describe('the German texts about writing', () => {
  it('are German, but for the words that both languages have', () => {
    const same = Object.entries(english.formats).filter(
      ([format, text]) => german.formats[format as keyof typeof german.formats] === text,
    );
    expect(same.map(([format]) => format)).to.deep.equal(['code', 'spoiler', 'link']);
    const plain = (['suggestions', 'role', 'everyone', 'here', 'toolbar'] as const).filter(
      (key) => english[key] === german[key],
    );
    expect(plain).to.deep.equal([]);
  });
});
