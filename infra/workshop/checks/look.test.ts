import { expect } from 'chai';
import { contrastLists, looseClasses, rawValues, TOKENS } from './look.ts';
import { show, texts } from './sources.ts';

const rulesBroken = (text: string, path = 'web/src/ui/box.css'): ReadonlyArray<string> =>
  rawValues({ path, text }).map(({ rule }) => rule);

describe('the look', () => {
  it('has its raw colours, sizes of text and times in the tokens only', () => {
    expect(show(texts().flatMap(rawValues))).to.equal('');
  });
  it('has a rule for every class', () => {
    expect(show(looseClasses(texts()))).to.equal('');
  });
  it('has the same high contrast for the system and for the choice of a user', () => {
    const tokens = texts().find(({ path }) => path === TOKENS);
    const [asked, chosen] = contrastLists(tokens?.text ?? '');
    expect(asked).to.have.length.above(5);
    expect(chosen).to.deep.equal(asked);
  });
});

describe('the check of the look', () => {
  for (const [text, rule] of [
    ['.a { color: #fff; }', /a colour/],
    ['.a { background: rgb(0 0 0 / 0.5); }', /a colour/],
    ['.a { border: 1px solid white; }', /a colour/],
    ['.a { font-size: 13px; }', /a size of text/],
    ['.a { font: 500 0.8rem / 1 var(--font); }', /a size of text/],
    ['.a { transition: opacity 0.12s; }', /a time of motion/],
  ] as const) {
    it(`finds the fault in ${text}`, () => {
      expect(rulesBroken(text).join()).to.match(rule);
    });
  }
  it('finds a class whose rule is gone', () => {
    const box = { path: 'web/src/ui/box.tsx', text: '<div class="box lost" />; reach(".box")' };
    const rules = looseClasses([box, { path: 'web/src/ui/box.css', text: '/* .lost */ .other { inset: 0; }' }]);
    expect(rules.map(({ rule }) => rule)).to.deep.equal(['a class without a rule: lost']);
  });
  it('leaves tokens, comments and names alone', () => {
    expect(
      rulesBroken('/* #fff */ .a.white { color: var(--text); font-size: var(--type-note); inset: 3px; }'),
    ).to.deep.equal([]);
    expect(rulesBroken('.a { color: #fff; }', TOKENS)).to.deep.equal([]);
  });
});
