import { expect } from 'chai';
import { riddles } from './plain-words.ts';
import { show, sources, texts } from './sources.ts';

const CODE = /\.(ts|tsx|js|rs|css|sql)$/;

/** Migrations, whose text is hashed and never changes, and this file, which holds examples. */
const EXEMPT = /\/migrations\/|^infra\/workshop\/checks\/plain-words\.test\.ts$/;

const lines = (text: string): ReadonlyArray<number> => riddles({ path: 'a.ts', text }).map(({ line }) => line);

describe('the comments of the house', () => {
  it('begin each sentence with its subject', () => {
    const all = [...sources(), ...texts().filter(({ path }) => CODE.test(path))];
    const read = new Map(all.filter(({ path }) => !EXEMPT.test(path)).map((source) => [source.path, source]));
    expect(show([...read.values()].flatMap(riddles))).to.equal('');
  });
});

describe('the check for riddles', () => {
  it('finds a doc comment that begins with one', () => {
    expect(lines('const a = 1;\n/** What is left. */\n')).to.deep.equal([2]);
    expect(lines('/**\n * Of the process that writes.\n */\n')).to.deep.equal([1]);
  });
  it('finds a later sentence that begins with one', () => {
    expect(lines('/** The reader. Those who left are\n * gone. For now. */\n')).to.have.length(2);
  });
  it('finds a line comment that begins with one', () => {
    expect(lines('  // Nobody reads it.\n  x();\n')).to.deep.equal([1]);
    expect(lines('x(); // There it is.\n')).to.deep.equal([1]);
  });
  it('reads comment lines that belong together as one text', () => {
    expect(lines('// The state\n// Of the union\n')).to.deep.equal([]);
  });
  it('lets the words stand inside a sentence, a quotation or code', () => {
    expect(lines('/** The user who left: `What` is "For rent". Formats. */\nconst a = "What is it";\n')).to.deep.equal(
      [],
    );
  });
});
