import { expect } from 'chai';
import { show, sources } from './sources.ts';
import { wordsReadEarly } from './words-read-late.ts';

const faults = (...lines: ReadonlyArray<string>) =>
  wordsReadEarly({ path: 'web/src/ui/made-up.tsx', text: lines.join('\n') }).map(({ line }) => line);

describe('the texts of the client', () => {
  it('are read when they are drawn', () => {
    const client = sources().filter(({ path }) => path.startsWith('web/src/'));
    expect(show(client.flatMap(wordsReadEarly))).to.equal('');
  });
});

describe('the check for texts that are read early', () => {
  it('finds a constant with a text, alone and in an object', () => {
    expect(faults('const title = words.close;')).to.deep.equal([1]);
    expect(
      faults("import { words } from '#web/words/words.ts';", 'const marks = {', '  a: words.close,', '} as const;'),
    ).to.deep.equal([2]);
  });

  it('passes a function and a component', () => {
    expect(faults('const name = (a: string): string => a ?? words.close;')).to.deep.equal([]);
    expect(faults('const View = () => (', '  <p>{words.close}</p>', ');')).to.deep.equal([]);
  });
});
