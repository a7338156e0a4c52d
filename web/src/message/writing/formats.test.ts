import { expect } from 'chai';
import { type FormatName, formatted, isAddress, linked, type TextChange } from '#web/message/writing/formats.ts';

/** Reads a text whose selection stands between `[[` and `]]`. */
const selectionOf = (marked: string) => {
  const from = marked.indexOf('[[');
  const text = marked.replace('[[', '');
  const to = text.indexOf(']]');
  return { text: text.replace(']]', ''), from, to };
};
const shown = (text: string, { from, to, insert, selected }: TextChange): string => {
  const made = text.slice(0, from) + insert + text.slice(to);
  return `${made.slice(0, selected.from)}[[${made.slice(selected.from, selected.to)}]]${made.slice(selected.to)}`;
};
const after = (marked: string, format: FormatName): string => {
  const { text, ...part } = selectionOf(marked);
  return shown(text, formatted(text, part, format));
};

const TABLE: ReadonlyArray<readonly [FormatName, string, string]> = [
  ['bold', 'so [[loud]]!', 'so **[[loud]]**!'],
  ['bold', 'so **[[loud]]**!', 'so [[loud]]!'],
  ['bold', 'so [[**loud**]]!', 'so [[loud]]!'],
  ['bold', 'so[[ loud ]]!', 'so **[[loud]]** !'],
  ['italic', '**[[loud]]**', '***[[loud]]***'],
  ['italic', '***[[loud]]***', '**[[loud]]**'],
  ['bold', '***[[loud]]***', '*[[loud]]*'],
  ['bold', '*[[loud]]*', '***[[loud]]***'],
  ['underline', '[[a]]', '__[[a]]__'],
  ['strike', '[[a]]', '~~[[a]]~~'],
  ['strike', '~~[[a]]~~', '[[a]]'],
  ['spoiler', '[[the end]]', '||[[the end]]||'],
  ['code', '[[x = 1]]', '`[[x = 1]]`'],
  ['code', '`[[x = 1]]`', '[[x = 1]]'],
  ['code', '[[a ` b]]', '`` [[a ` b]] ``'],
  ['code', 'see [[a\nb]] so', 'see \n```\n[[a\nb]]\n```\n so'],
  ['code', '[[```\nb]]', '````\n[[```\nb]]\n````'],
  ['quote', 'a\nb[[b\nc]]c\nd', 'a\n[[> bb\n> cc]]\nd'],
  ['quote', '[[> a\n> b]]', '[[a\nb]]'],
  ['quote', '[[a\n]]b', '[[> a]]\nb'],
  ['link', 'see [[this]]', 'see [this]([[https://]])'],
  ['link', 'see [[https://a.example/(x)]]', 'see [[[]]](https://a.example/%28x%29)'],
];

describe('a format', () => {
  for (const [format, before, expected] of TABLE)
    it(`of ${format} turns ${JSON.stringify(before)} into ${JSON.stringify(expected)}`, () => {
      expect(after(before, format)).to.equal(expected);
    });

  it('of a link takes a pasted address', () => {
    const change = linked('see this now', { from: 4, to: 9 }, ' https://a.example/b(c) ');
    expect(shown('see this now', change)).to.equal('see [this](https://a.example/b%28c%29)[[]] now');
  });

  it('knows an address from other texts', () => {
    expect(
      [
        'https://a.example',
        ' http://a.example/b ',
        'mailto:a@b.example',
        'a.example',
        'https://a b',
        'javascript:x',
      ].map(isAddress),
    ).to.deep.equal([true, true, true, false, false, false]);
  });
});
