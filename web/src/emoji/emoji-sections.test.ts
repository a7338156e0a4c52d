import { expect } from 'chai';
import { stepIn } from '#web/emoji/emoji-sections.ts';

/** Three sections: two lines with one emoji in the second, one line of two, two whole lines. */
const SIZES = [9, 2, 16];
const walk = (section: number, index: number, ...keys: string[]) => {
  let at: ReturnType<typeof stepIn> = { section, index };
  for (const key of keys) if (at !== null) at = stepIn(SIZES, at, key);
  return at === null ? null : [at.section, at.index];
};

describe('the arrow keys in the grid of emoji', () => {
  it('go along a line and over the border of a section', () => {
    expect(walk(0, 0, 'ArrowRight')).to.deep.equal([0, 1]);
    expect(walk(0, 8, 'ArrowRight')).to.deep.equal([1, 0]);
    expect(walk(1, 0, 'ArrowLeft')).to.deep.equal([0, 8]);
    expect(walk(0, 0, 'ArrowLeft')).to.deep.equal([0, 0]);
    expect(walk(2, 15, 'ArrowRight')).to.deep.equal([2, 15]);
  });

  it('keep the column over short lines and sections', () => {
    expect(walk(0, 0, 'ArrowDown')).to.deep.equal([0, 8]);
    expect(walk(0, 3, 'ArrowDown'), 'a short last line').to.deep.equal([0, 8]);
    expect(walk(0, 8, 'ArrowDown')).to.deep.equal([1, 0]);
    expect(walk(1, 1, 'ArrowDown')).to.deep.equal([2, 1]);
    expect(walk(2, 1, 'ArrowUp')).to.deep.equal([1, 1]);
    expect(walk(2, 7, 'ArrowUp'), 'a short line above').to.deep.equal([1, 1]);
    expect(walk(2, 12, 'ArrowDown'), 'the end').to.deep.equal([2, 15]);
  });

  it('leave the grid above its first line', () => {
    expect(walk(0, 3, 'ArrowUp')).to.equal(null);
    expect(walk(0, 8, 'ArrowUp')).to.deep.equal([0, 0]);
  });

  it('go to the ends and from section to section', () => {
    expect(walk(1, 1, 'Home')).to.deep.equal([0, 0]);
    expect(walk(1, 1, 'End')).to.deep.equal([2, 15]);
    expect(walk(0, 5, 'PageDown')).to.deep.equal([1, 0]);
    expect(walk(2, 5, 'PageUp')).to.deep.equal([2, 0]);
    expect(walk(2, 0, 'PageUp')).to.deep.equal([1, 0]);
  });
});
