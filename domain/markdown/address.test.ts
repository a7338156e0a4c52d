import { expect } from 'chai';
import fc from 'fast-check';
import { marksIn } from '#domain/markdown/marks.ts';
import { parseMarkdown } from '#domain/markdown/parse.ts';
import type { LinkToken } from '#domain/markdown/tokens.ts';
import { visits } from '#domain/markdown/walk.ts';

const linksOf = (text: string): ReadonlyArray<LinkToken> =>
  [...visits(parseMarkdown(text))].flatMap(({ token }) => (token.kind === 'link' ? [token] : []));
const textOf = ({ children }: LinkToken): string =>
  children.map((child) => (child.kind === 'text' ? child.text : `[${child.kind}]`)).join('');
const links = (text: string) => linksOf(text).map(textOf);
/** Answers the address at the begin of a text as it is shown. */
const found = (text: string): string | undefined => {
  const meaning = marksIn(text).get(0)?.meaning;
  return meaning?.kind === 'address' ? meaning.address.shown : undefined;
};

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
    const held = marks.filter((mark) => found(`https://example.org/a${mark}b`) !== 'https://example.org/a');
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
      const [link, ...others] = linksOf(written);
      expect(others).to.deep.equal([]);
      expect(link === undefined ? undefined : [textOf(link), link.href, link.host, link.differs]).to.deep.equal([
        shown,
        new URL(written).href,
        new URL(written).host,
        false,
      ]);
    });

  it('show no letter of another alphabet among Latin ones, whichever letter it is', () => {
    const letters = every.map((code) => String.fromCodePoint(code)).filter((char) => /[^\p{ASCII}\s]/v.test(char));
    const shown = letters.flatMap((letter) => found(`https://p${letter}ypal.com/`) ?? []);
    expect(shown.length).to.be.above(100_000);
    expect(shown.filter((text) => /[^\p{ASCII}]/v.test(text))).to.deep.equal([]);
  });

  const targets: ReadonlyArray<readonly [target: string, href: string | undefined]> = [
    ['https://a.example/x', 'https://a.example/x'],
    ['HTTP://A.example', 'http://a.example/'],
    ['mailto:ada@a.example', 'mailto:ada@a.example'],
    ['<https://a.example/a b>', 'https://a.example/a%20b'],
    ['javascript:alert(1)', undefined],
    ['JaVaScRiPt:alert(1)', undefined],
    ['javascript&colon;alert(1)', undefined],
    ['java\\script:alert(1)', undefined],
    ['<java\tscript:alert(1)>', undefined],
    ['data:text/html;base64,PHNjcmlwdD4=', undefined],
    ['vbscript:msgbox(1)', undefined],
    ['file:///etc/passwd', undefined],
    ['blob:https://a.example/1', undefined],
    ['ftp://a.example', undefined],
    ['//a.example', undefined],
    ['/guilds', undefined],
    ['a.example', undefined],
    ['https://bank.example@evil.example', undefined],
    ['https:bank.example@evil.example', undefined],
    ['https:\\\\bank.example\\@evil.example', undefined],
    ['https://user:secret@evil.example', undefined],
    ['https://a.example/\u202Egpj.exe', undefined],
    ['https://a.example/\u2066x', undefined],
    ['<https://a.example/\u0007>', undefined],
    ['https://a\u00ADb.example', undefined],
    ['mailto:', undefined],
    ['mailto:a@b.example,c@d.example', undefined],
  ];
  for (const [target, href] of targets)
    it(`lead ${href === undefined ? 'nowhere' : `to ${href}`} with the target ${JSON.stringify(target)}`, () => {
      const text = `[read this](${target})`;
      expect(linksOf(text).map((link) => link.href)).to.deep.equal(href === undefined ? [] : [href]);
      const visible = [...visits(parseMarkdown(text))].map(({ token }) => (token.kind === 'text' ? token.text : ''));
      if (href === undefined) expect(visible.join('')).to.include('[read this](');
    });

  const texts: ReadonlyArray<readonly [text: string, differs: boolean]> = [
    ['[https://a.example/x](https://a.example/x)', false],
    ['[a.example/x](https://a.example/x)', false],
    ['[a.example](https://a.example/)', false],
    ['<https://a.example/x>', false],
    ['<ada@a.example>', false],
    ['https://a.example/x', false],
    ['[a.example](https://a.example/x)', true],
    ['[https://bank.example](https://evil.example)', true],
    ['[https://\u0430.example](https://a.example)', true],
    ['[**a.example**](https://a.example)', true],
    ['[read this](https://a.example)', true],
  ];
  for (const [text, differs] of texts)
    it(`${differs ? 'say that their text differs' : 'have their address for text'} in ${text}`, () => {
      expect(linksOf(text).map((link) => link.differs)).to.deep.equal([differs]);
    });

  it('show the host in ASCII when the text imitates another one', () => {
    expect(linksOf('[https://apple.com](https://\u0430pple.com)')[0]?.host).to.equal('xn--pple-43d.com');
    expect(links('<https://\u0430pple.com/>')).to.deep.equal(['https://xn--pple-43d.com/']);
  });

  it('lead to http, https and mailto only, in any text', () => {
    const parts = fc.constantFrom('https://a.example/', 'http://', 'mailto:a@b.c', '(', ')', '[', ']', '](', '<', '>');
    const more = fc.constantFrom(' ', '.', 'javascript:', 'data:', ' é', ' 👍', '@', '//', '\\', '&colon;', '\n', '||');
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, more)), (written) => {
        for (const { href, host } of linksOf(written.join(''))) {
          expect(href).to.match(/^(?:https?:\/\/[^/@]+(?:[/?#]|$)|mailto:[^@]+@[^@]+$)/);
          expect(host).not.to.equal('');
        }
      }),
    );
  });
});
