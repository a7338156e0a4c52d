import { expect } from 'chai';
import { folderCircles } from './folder-circles.ts';
import { type Source, show, sources } from './sources.ts';

const file = (path: string, leadsTo: string): Source => ({ path, text: `import { x } from '#${leadsTo}';\n` });
const found = (...files: ReadonlyArray<Source>): ReadonlyArray<string> =>
  folderCircles(files).map(({ path, line }) => `${path}:${line}`);

describe('the folders of the house', () => {
  it('lie on no circle of imports', () => {
    expect(show(folderCircles(sources()))).to.equal('');
  });
});

describe('the check for circles of folders', () => {
  it('finds two folders that import each other', () => {
    expect(
      found(file('gateway/http/a.ts', 'gateway/ws/b.ts'), file('gateway/ws/c.ts', 'gateway/http/d.ts')),
    ).to.deep.equal(['gateway/http/a.ts:1', 'gateway/ws/c.ts:1']);
  });
  it('finds a circle of three', () => {
    expect(
      found(file('a/x/1.ts', 'a/y/1.ts'), file('a/y/1.ts', 'a/z/1.ts'), file('a/z/1.ts', 'a/x/1.ts')),
    ).to.have.length(3);
  });
  it('lets a room and its own folders import each other', () => {
    expect(
      found(file('queries/make-queries.ts', 'queries/guild/a.ts'), file('queries/guild/a.ts', 'queries/queries.ts')),
    ).to.deep.equal([]);
  });
  it('lets a chain end', () => {
    expect(found(file('a/x/1.ts', 'a/y/1.ts'), file('a/y/1.ts', 'a/z/1.ts'))).to.deep.equal([]);
  });
  it('passes over tests', () => {
    expect(found(file('a/x/1.ts', 'a/y/1.ts'), file('a/y/1.test.ts', 'a/x/1.ts'))).to.deep.equal([]);
  });
});
