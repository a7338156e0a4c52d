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
    ['he said “see https://example.org/a” and left', ['https://example.org/a']],
    [
      '‘https://example.org/a’ «https://example.org/b» „https://example.org/c“',
      ['https://example.org/a', 'https://example.org/b', 'https://example.org/c'],
    ],
    ['见https://example.org/a，然后（https://example.org/b）。', ['https://example.org/a', 'https://example.org/b']],
    ['「https://example.org/a」、https://example.org/b。', ['https://example.org/a', 'https://example.org/b']],
    ['https://example.org/a… and https://example.org/b؟', ['https://example.org/a', 'https://example.org/b']],
    [
      'https://example.org/a\u200B and \u2066https://example.org/b\u2069',
      ['https://example.org/a', 'https://example.org/b'],
    ],
    ['https://example.org/a\u202Egpj.exe', ['https://example.org/a']],
    ['https://example.org/\u200D', ['https://example.org/']],
    ['https://fa.example/wiki/می\u200Cروم', ['https://fa.example/wiki/می\u200Cروم']],
    ['https://example.org/❤\uFE0F', ['https://example.org/❤\uFE0F']],
  ];
  for (const [text, expected] of cases) {
    it(`are ${expected.length === 0 ? 'none' : expected.join(' and ')} in ${JSON.stringify(text)}`, () => {
      expect(links(text)).to.deep.equal(expected);
    });
  }

  const every = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff);
  const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\s]/u;
  const shapes = /\u200C|\u200D|\p{Variation_Selector}/u;
  it('hold no invisible mark of Unicode, but for the joiners and variants inside of words', () => {
    const marks = every.map((code) => String.fromCodePoint(code)).filter((char) => unseen.test(char));
    const held = marks.filter((mark) => links(`https://example.org/a${mark}b`)[0] !== 'https://example.org/a');
    expect(marks.length).to.be.above(4_000);
    expect(held.filter((mark) => !shapes.test(mark))).to.deep.equal([]);
  });

  const hosts: ReadonlyArray<readonly [written: string, shown: string]> = [
    ['https://\u0430pple.com/a', 'https://xn--pple-43d.com/a'],
    ['https://\u0430\u0440\u0440\u04CF\u0435.com', 'https://xn--80ak6aa92e.com'],
    ['https://apple.com\u2215login.evil.example/a', 'https://apple.xn--comlogin-0f7d.evil.example/a'],
    ['https://\u0261oogle.com:8443?q', 'https://xn--oogle-qmc.com:8443?q'],
    ['https://münchen.example/ü', 'https://xn--mnchen-3ya.example/ü'],
    ['https://0x7f.1/a', 'https://127.0.0.1/a'],
    ['https://%61pple.com/a', 'https://apple.com/a'],
    ['HTTPS://\u0430PPLE.com/A', 'HTTPS://xn--pple-43d.com/A'],
    ['https://пример.рф/я', 'https://пример.рф/я'],
    ['https://مثال.إختبار', 'https://مثال.إختبار'],
    ['https://日本語.example:8080/a', 'https://日本語.example:8080/a'],
    ['https://xn--pple-43d.com', 'https://xn--pple-43d.com'],
    ['https://EXAMPLE.org:443/A', 'https://EXAMPLE.org:443/A'],
    ['https://[::1]:80/', 'https://[::1]:80/'],
  ];
  for (const [written, shown] of hosts)
    it(`show ${shown} for ${JSON.stringify(written)}`, () => {
      const pieces = piecesOf(written);
      expect(pieces).to.deep.equal([{ text: shown, href: new URL(written).href }]);
    });

  it('show no letter of another alphabet among Latin ones, whichever letter it is', () => {
    const letters = every.map((code) => String.fromCodePoint(code)).filter((char) => /[^\p{ASCII}\s]/v.test(char));
    const shown = letters.flatMap((letter) => links(`https://p${letter}ypal.com/`));
    expect(shown.length).to.be.above(100_000);
    expect(shown.filter((text) => /[^\p{ASCII}]/v.test(text))).to.deep.equal([]);
  });

  it('keep every character of the text and lead to http and https only', () => {
    const words = fc.constantFrom('https://a.example/', 'http://', '(', ')', ' ', '.', 'javascript:', ' é', ' 👍', '@');
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
