import { expect } from 'chai';
import fc from 'fast-check';
import { piecesOf } from '#web/message/links.ts';

const links = (text: string) => piecesOf(text).flatMap((piece) => (piece.href === null ? [] : [piece.text]));

describe('links in a message', () => {
  const cases: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
    ['nothing here', []],
    ['see https://example.org/a?b=c#d for more', ['https://example.org/a?b=c#d']],
    ['(https://example.org/wiki/A_(b)), and more', ['https://example.org/wiki/A_(b)']],
    ['really? http://example.org! yes', ['http://example.org']],
    ['javascript:alert(1) data:text/html,x file:///etc/passwd', []],
    ['HTTPS://EXAMPLE.ORG/Shout', ['HTTPS://EXAMPLE.ORG/Shout']],
    ['https://bank.example@evil.example/', []],
    ['https://', []],
    ['xhttps://example.org', []],
    ['https://a.example https://b.example', ['https://a.example', 'https://b.example']],
  ];
  for (const [text, expected] of cases) {
    it(`are ${expected.length === 0 ? 'none' : expected.join(' and ')} in ${JSON.stringify(text)}`, () => {
      expect(links(text)).to.deep.equal(expected);
    });
  }

  it('keep every character of the text and lead to http and https only', () => {
    const words = fc.constantFrom('https://a.example/', 'http://', '(', ')', ' ', '.', 'javascript:', 'é', '👍', '@');
    fc.assert(
      fc.property(
        fc.array(words).map((parts) => parts.join('')),
        (text) => {
          const pieces = piecesOf(text);
          expect(pieces.map((piece) => piece.text).join('')).to.equal(text);
          for (const { href } of pieces) if (href !== null) expect(href).to.match(/^https?:\/\//);
        },
      ),
    );
  });
});
