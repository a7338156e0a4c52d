import { expect } from 'chai';
import { draw } from '#infra/workshop/testkit/drawn-markdown.ts';

/** Text with the tree that we draw of it. GitHub's own examples come in no package, so these are ours. */
type Example = readonly [text: string, drawn: string];

const TABLES: ReadonlyArray<Example> = [
  ['| tool | price |\n| ---- | ----- |\n| saw  | 12    |', 'table(:tool :price / :saw :12)'],
  ['tool | price\n--- | ---\nsaw | 12', 'table(:tool :price / :saw :12)'],
  [
    '| left | middle | right |\n|:-----|:------:|------:|\n| a | b | c |',
    'table(left:left center:middle right:right / left:a center:b right:c)',
  ],
  ['| a |\n| - |\n| b |', 'table(:a / :b)'],
  ['| a | b |\n| --- | --- |', 'table(:a :b)'],
  ['| a | b |\n| --- | --- |\n| only one |', 'table(:a :b / :only one)'],
  ['| a |\n| --- |\n| one | and more |', 'table(:a / :one :and more)'],
  ['| `a \\| b` | c |\n| --- | --- |\n| d \\| e | f |', 'table(:code(a | b) :c / :d | e :f)'],
  [
    '| **a** | ~~b~~ |\n| --- | --- |\n| [c](https://c.example) | `d` |',
    'table(:bold(a) :strike(b) / :link:https://c.example/(c) :code(d))',
  ],
  ['| a | b |\n| --- | --- |\n| c | d |\nthe next line', 'table(:a :b / :c :d / :the next line)'],
  ['| a | b |\n| --- | --- |\n| c | d |\n\nthe next paragraph', 'table(:a :b / :c :d)¶the next paragraph'],
  ['| a | b |\n| --- | --- |\n| c | d |\n> a quote', 'table(:a :b / :c :d)¶quote(a quote)'],
  ['| a | b |\n| --- | --- |\n| c | d |\n# a heading', 'table(:a :b / :c :d)¶heading1(a heading)'],
  ['| a | b |\n| --- |\n| c | d |', '| a | b |⏎| --- |⏎| c | d |'],
  ['| a | b |\n| -- x | --- |\n| c | d |', '| a | b |⏎| -- x | --- |⏎| c | d |'],
  ['before\n| a | b |\n| --- | --- |\n| c | d |', 'before¶table(:a :b / :c :d)'],
  ['> | a | b |\n> | --- | --- |\n> | c | d |', 'quote(table(:a :b / :c :d))'],
  ['- | a | b |\n  | --- | --- |\n  | c | d |', 'list:null(table(:a :b / :c :d))'],
  ['| a |\n|---|\n| ||hidden|| |', 'table(:a / : : :hidden : :)'],
  ['| a | b |\n|---|---|\n|  | d |', 'table(:a :b / : :d)'],
  ['|a|b|\n|:-:|-:|\n|c|d|', 'table(center:a right:b / center:c right:d)'],
  ['\\| a | b |\n|---|---|\n| c | d |', 'table(:| a :b / :c :d)'],
  ['```\n| a | b |\n| --- | --- |\n```', 'code-block:null(| a | b |⏎| --- | --- |)'],
  ['| a | b |\n===\n| c | d |', '| a | b |⏎===⏎| c | d |'],
];

const TASKS: ReadonlyArray<Example> = [
  ['- [ ] water the plants\n- [x] feed the cat', 'list:null([ ] water the plants | [x] feed the cat)'],
  ['- [X] shout', 'list:null([X] shout)'],
  ['1. [ ] first\n2. [x] second', 'list:1([ ] first | [x] second)'],
  ['* [ ] outer\n  * [x] inner', 'list:null([ ] outer;list:null([x] inner))'],
  ['- [] no space', 'list:null([] no space)'],
  ['- [ ]no space after', 'list:null([ ]no space after)'],
  ['- [  ] two spaces', 'list:null([  ] two spaces)'],
  ['- [y] another letter', 'list:null([y] another letter)'],
  ['[ ] without a list', '[ ] without a list'],
  ['- [ ] **bold** work', 'list:null([ ] bold(bold) work)'],
  ['- [x] [a link](https://a.example)', 'list:null([x] link:https://a.example/(a link))'],
];

const STRIKES: ReadonlyArray<Example> = [
  ['~~old~~ new', 'strike(old) new'],
  ['~~old~~new', 'strike(old)new'],
  ['one ~~two *three* four~~ five', 'one strike(two ;italic(three); four) five'],
  ['**~~both~~**', 'bold(strike(both))'],
  ['~~**both**~~', 'strike(bold(both))'],
  ['~about five~', '~about five~'],
  ['~~~not a strike~~~', '~~~not a strike~~~'],
  ['~~one\ntwo~~', 'strike(one;⏎;two)'],
  ['~~one\n\ntwo~~', '~~one¶two~~'],
  ['~~ spaced ~~', '~~ spaced ~~'],
  ['\\~~kept~~', '~~kept~~'],
  ['`~~code~~`', 'code(~~code~~)'],
  ['~~a~~b~~c~~', 'strike(a)bstrike(c)'],
  ['~~open', '~~open'],
  ['a~~b~~c', 'astrike(b)c'],
];

const ADDRESSES: ReadonlyArray<Example> = [
  ['http://shop.example', 'link:http://shop.example/(http://shop.example)'],
  ['https://shop.example/a/b?c=d&e=f#g', 'link:https://shop.example/a/b?c=d&e=f#g(https://shop.example/a/b?c=d&e=f#g)'],
  ['see https://shop.example.', 'see link:https://shop.example/(https://shop.example).'],
  ['see https://shop.example, or not', 'see link:https://shop.example/(https://shop.example), or not'],
  ['really https://shop.example?!', 'really link:https://shop.example/(https://shop.example)?!'],
  ['(https://shop.example/a)', '(link:https://shop.example/a(https://shop.example/a))'],
  ['https://shop.example/a_(b)', 'link:https://shop.example/a_(b)(https://shop.example/a_(b))'],
  ['https://shop.example/a(b)c)', 'link:https://shop.example/a(b)c(https://shop.example/a(b)c))'],
  ['https://shop.example/&amp;', 'link:https://shop.example/&amp(https://shop.example/&amp);'],
  ['https://shop.example/a&copy;', 'link:https://shop.example/a&copy(https://shop.example/a&copy);'],
  ['https://shop.example<b', 'link:https://shop.example/(https://shop.example)<b'],
  ['www.shop.example', 'www.shop.example'],
  ['www.shop.example/a(b)', 'www.shop.example/a(b)'],
  ['ada@shop.example', 'ada@shop.example'],
  ['mailto:ada@shop.example', 'mailto:ada@shop.example'],
  ['xmpp:ada@shop.example', 'xmpp:ada@shop.example'],
  ['ftp://files.example', 'ftp://files.example'],
  ['HTTPS://Shop.Example/A', 'link:https://shop.example/A(HTTPS://Shop.Example/A)'],
  ['xhttps://shop.example', 'xhttps://shop.example'],
  ['*https://shop.example*', 'italic(link:https://shop.example/(https://shop.example))'],
  ['~~https://shop.example~~', 'strike(link:https://shop.example/(https://shop.example))'],
  ['<https://shop.example/a>', 'link:https://shop.example/a(https://shop.example/a)'],
  ['<ada@shop.example>', 'link:mailto:ada@shop.example(ada@shop.example)'],
  ['https://', 'https://'],
  ['https://shop', 'link:https://shop/(https://shop)'],
  ['[https://a.example](https://b.example)', 'link:https://b.example/(https://a.example)'],
  ['`https://shop.example`', 'code(https://shop.example)'],
  ['"https://shop.example"', '"link:https://shop.example/(https://shop.example)"'],
  [
    'https://shop.example\nhttps://other.example',
    'link:https://shop.example/(https://shop.example)⏎link:https://other.example/(https://other.example)',
  ],
];

const HTML: ReadonlyArray<Example> = [
  ['<strong>loud</strong>', '<strong>loud</strong>'],
  ['<title>a</title>', '<title>a</title>'],
  ['<textarea>a</textarea>', '<textarea>a</textarea>'],
  ['<style>b { color: red }</style>', '<style>b { color: red }</style>'],
  ['<xmp>a</xmp>', '<xmp>a</xmp>'],
  ['<iframe src="https://a.example">', '<iframe src="link:https://a.example/(https://a.example)">'],
  ['<noembed>a</noembed>', '<noembed>a</noembed>'],
  ['<noframes>a</noframes>', '<noframes>a</noframes>'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['<plaintext>a', '<plaintext>a'],
  ['<blockquote>\n  <xmp> is old\n</blockquote>', '<blockquote>⏎<xmp> is old⏎</blockquote>'],
  ['a <XMP> b', 'a <XMP> b'],
  ['<table><tr><td>a</td></tr></table>', '<table><tr><td>a</td></tr></table>'],
  ['<details><summary>a</summary>b</details>', '<details><summary>a</summary>b</details>'],
  ['a<br>b', 'a<br>b'],
  ['<!-- a note -->', '<!-- a note -->'],
  ['<?php echo 1 ?>', '<?php echo 1 ?>'],
  ['<a href="https://a.example">b</a>', '<a href="link:https://a.example/(https://a.example)">b</a>'],
];

const ALL = [
  ['tables', TABLES],
  ['task items, whose boxes stay text', TASKS],
  ['strikes, with two tildes alone', STRIKES],
  ['addresses in running text, where they have a scheme of the web', ADDRESSES],
  ['HTML as text, allowed and disallowed alike', HTML],
] as const;

describe('the extensions of GitHub', () => {
  it('have at least 60 examples, ten for each extension', () => {
    expect(ALL.flatMap(([, examples]) => examples).length).to.be.at.least(60);
    for (const [name, examples] of ALL) expect(examples.length, name).to.be.at.least(10);
  });

  for (const [name, examples] of ALL) {
    it(`draw ${name}`, () => {
      for (const [text, expected] of examples) expect(draw(text), JSON.stringify(text)).to.equal(expected);
    });
  }
});
