import { expect } from 'chai';
import { readMarkup } from '#web/ui/markup.ts';

describe('the markup of a template', () => {
  it('holds elements, attributes, text and markers', () => {
    expect(
      readMarkup('<p class="a b"hidden>x &lt; y<!><br>&nbsp;<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg></p>'),
    ).to.deep.equal([
      {
        kind: 'element',
        tag: 'p',
        attributes: [
          ['class', 'a b'],
          ['hidden', ''],
        ],
        children: [
          { kind: 'text', text: 'x < y' },
          { kind: 'marker' },
          { kind: 'element', tag: 'br', attributes: [], children: [] },
          { kind: 'text', text: '\u00a0' },
          {
            kind: 'element',
            tag: 'svg',
            attributes: [['viewBox', '0 0 1 1']],
            children: [{ kind: 'element', tag: 'path', attributes: [['d', 'M0 0']], children: [] }],
          },
        ],
      },
    ]);
  });

  it('is refused when the compiler would not write it', () => {
    for (const odd of ['<p>', '<p></i>', '</p>', '<p a=b></p>', '<>', '<p']) {
      expect(() => readMarkup(odd), odd).to.throw();
    }
  });
});
