import { expect } from 'chai';
import { de } from '#web/words/de.ts';
import { en } from '#web/words/en.ts';
import { languageFor, localeOf } from '#web/words/languages.ts';
import { later as laterGerman } from '#web/words/later/de.ts';
import { later as laterEnglish } from '#web/words/later/en.ts';
import { pseudo } from '#web/words/pseudo.ts';

type Text = { readonly path: string; readonly text: string; readonly parts: ReadonlyArray<string> };

/** Every text of a catalogue, each with marked parts in place of names and counts. */
const textsOf = (value: unknown, path = ''): ReadonlyArray<Text> => {
  if (typeof value === 'string') return [{ path, text: value, parts: [] }];
  if (typeof value === 'function') {
    const parts = ['7000', '7001', '7002'];
    return [{ path, text: String(value(...parts)), parts }];
  }
  return Object.entries(value as object).flatMap(([key, inner]) =>
    textsOf(inner, path === '' ? key : `${path}.${key}`),
  );
};
const digits = (text: string): string => text.replace(/[.,\u202f\u00a0](?=\d{3})/g, '');

describe('the German texts', () => {
  const english = new Map(textsOf({ ...en, later: laterEnglish }).map((one) => [one.path, one]));
  const german = textsOf({ ...de, later: laterGerman });

  it('are as many as the English ones, with the same parts', () => {
    expect(german.map(({ path }) => path)).to.have.members([...english.keys()]);
    for (const { path, text } of german) {
      const original = english.get(path);
      const lost = original?.parts.filter(
        (part) => digits(original.text).includes(part) && !digits(text).includes(part),
      );
      expect(lost, path).to.deep.equal([]);
    }
  });

  it('are German', () => {
    const SAME = new Set([
      'product',
      'guild.rail',
      'later.guild.name',
      'channel.textOne',
      'later.emoji.title',
      'later.threads.one',
      'later.threads.pane',
      'message.announce',
      'later.palette.sections.guild',
      'presence.online',
      'presence.offline',
      'presence.text',
      'formatted.code',
    ]);
    const untranslated = german.filter(
      ({ path, text }) =>
        !SAME.has(path) &&
        !/^shortcuts\.keys\.|^later\.search\.filters\.\d+\.0$|^members\.group$|^time\.dayAndTime$/.test(path) &&
        text === english.get(path)?.text,
    );
    expect(untranslated.map(({ path }) => path)).to.deep.equal([]);
  });
});

describe('the language of the client', () => {
  it('is the chosen one, or the first that the browser prefers and the client speaks', () => {
    expect(languageFor('de', ['en-GB'])).to.equal('de');
    expect(languageFor(null, ['fr-FR', 'de-AT', 'en'])).to.equal('de');
    expect(languageFor(null, ['fr-FR'])).to.equal('en');
    expect(languageFor('toString', ['en'])).to.equal('en');
  });

  it('keeps the variety of the user for dates and numbers', () => {
    expect(localeOf('en', ['de-AT', 'en-GB'])).to.equal('en-GB');
    expect(localeOf('de', ['en-GB'])).to.equal('de');
  });
});

describe('the pseudo-language', () => {
  it('is longer in every text', () => {
    for (const [at, { path, text }] of textsOf(pseudo).entries())
      expect(text.length, path).to.be.greaterThan(textsOf(en)[at]?.text.length ?? 0);
  });
});
