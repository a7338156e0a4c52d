import { expect } from 'chai';
import fc from 'fast-check';
import {
  MARKDOWN_CONTAINERS_MAX,
  MARKDOWN_DELIMITERS_MAX,
  MARKDOWN_DEPTH_MAX,
  MARKDOWN_INDENT_MAX,
  MARKDOWN_LINES_MAX,
  MARKDOWN_NODES_MAX,
  MESSAGE_CHARS_MAX,
} from '#domain/kernel/limits.ts';
import { isInvisible } from '#domain/kernel/text.ts';
import { parseMarkdown } from '#domain/markdown/parse.ts';
import { plainText } from '#domain/markdown/plain-text.ts';
import type { Tokens } from '#domain/markdown/tokens.ts';
import { inside, visits } from '#domain/markdown/walk.ts';
import { draw } from '#infra/workshop/testkit/drawn-markdown.ts';
import { HOSTILE_TEXTS } from '#infra/workshop/testkit/hostile-texts.ts';

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const OTHER = '01BX5ZZKBKACTAV9WEVGEMMVRZ';

describe('formatting', () => {
  const spans: ReadonlyArray<readonly [text: string, drawn: string]> = [
    ['plain words', 'plain words'],
    ['**a** __b__ *c* _d_ ~~e~~ ||f||', 'bold(a) underline(b) italic(c) italic(d) strike(e) spoiler(f)'],
    ['***a***', 'italic(bold(a))'],
    ['**__a__**', 'bold(underline(a))'],
    ['snake_case_name and __init__', 'snake_case_name and underline(init)'],
    ['~a~', '~a~'],
    ['`a **b**`', 'code(a **b**)'],
    ['\\*a\\* \\||b\\||', '*a* ||b||'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['**open', '**open'],
    ['||a **b** c||', 'spoiler(a ;bold(b); c)'],
    ['|| a ||', 'spoiler( a )'],
    ['||**a||**', '||bold(a||)'],
    ['x||**a**||y', 'xspoiler(bold(a))y'],
    ['||a|| b || c', 'spoiler(a) b || c'],
    ['||||', '||||'],
    ['|||a|||', 'spoiler(|a)|'],
    ['`||a||`', 'code(||a||)'],
    [':smile: 👍', ':smile: 👍'],
    ['a\nb', 'a⏎b'],
    ['a  \nb\\\nc', 'a⏎b⏎c'],
    ['a\n\n\nb', 'a¶b'],
    ['a\r\nb\u2028c', 'a⏎b⏎c'],
    ['  a  \n  b', 'a⏎b'],
  ];
  for (const [text, expected] of spans)
    it(`draws ${JSON.stringify(text)} as ${expected}`, () => expect(draw(text)).to.equal(expected));

  const blocks: ReadonlyArray<readonly [text: string, drawn: string]> = [
    ['```js\nlet *a* = 1;\n\n<b>\n```\nafter', 'code-block:js(let *a* = 1;⏎⏎<b>)¶after'],
    ['~~~\nopen', 'code-block:null(open)'],
    ['> a\n> b\nc', 'quote(a⏎b⏎c)'],
    ['> a\n>> b', 'quote(a;quote(b))'],
    ['- a\n- b\n  - c', 'list:null(a | b;list:null(c))'],
    ['3. a\n4. b', 'list:3(a | b)'],
    ['- [ ] a\n- [x] b', 'list:null([ ] a | [x] b)'],
    ['# a\n## b\n### c\n#### d\n###### e', 'heading1(a)¶heading2(b)¶heading3(c)¶heading3(d)¶heading3(e)'],
    ['#channel', '#channel'],
    ['| a | b |\n|:--|--:|\n| **c** | d |', 'table(left:a right:b / left:bold(c) right:d)'],
    ['| a |\n|---|\n| b | c |', 'table(:a / :b :c)'],
  ];
  for (const [text, expected] of blocks)
    it(`draws the block ${JSON.stringify(text)} as ${expected}`, () => expect(draw(text)).to.equal(expected));

  const typed: ReadonlyArray<readonly [text: string, drawn: string]> = [
    ['<b>hi</b> <script>alert(1)</script>', '<b>hi</b> <script>alert(1)</script>'],
    ['<div>\n**a**\n</div>', '<div>⏎bold(a)⏎</div>'],
    ['<!-- a -->', '<!-- a -->'],
    ['![cat](https://a.example/cat.png)', '![cat](https://a.example/cat.png)'],
    ['[a]: https://a.example\n\n[a]', '[a]: link:https://a.example/(https://a.example)¶[a]'],
    ['a[^1]\n\n[^1]: b', 'a[^1]¶[^1]: b'],
    ['a\n===', 'a⏎==='],
    ['a\n---', 'a¶---'],
    ['***', '***'],
    ['    a', 'a'],
    ['&amp; &lt;b&gt; &#60;', '&amp; &lt;b&gt; &#60;'],
    ['www.a.example ada@a.example', 'www.a.example ada@a.example'],
    ['[a](javascript:alert(1))', '[a](javascript:alert(1))'],
    ['[](https://a.example)', '[](https://a.example)'],
    ['#', '#'],
    ['-', '-'],
    ['+', '+'],
    ['>', '>'],
    ['1.', '1.'],
    ['```', '```'],
    ['> ```', 'quote(```)'],
  ];
  for (const [text, expected] of typed)
    it(`leaves ${JSON.stringify(text)} as text`, () => expect(draw(text)).to.equal(expected));

  const links: ReadonlyArray<readonly [text: string, drawn: string]> = [
    ['[a **b**](https://c.example)', 'link:https://c.example/(a bold(b))'],
    ['https://a.example/b_c_d*e*', 'link:https://a.example/b_c_d*e(https://a.example/b_c_d*e)*'],
    ['**https://a.example**', 'bold(link:https://a.example/(https://a.example))'],
    ['||https://a.example||', 'spoiler(link:https://a.example/(https://a.example))'],
    ['(see https://a.example/b)', '(see link:https://a.example/b(https://a.example/b))'],
    ['[see https://a.example](https://b.example)', 'link:https://b.example/(see https://a.example)'],
    ['`https://a.example`', 'code(https://a.example)'],
    ['<https://a.example/b>', 'link:https://a.example/b(https://a.example/b)'],
    ['> https://a.example\n> _b_', 'quote(link:https://a.example/(https://a.example)⏎italic(b))'],
    [
      '- https://a.example\n  - https://b.example',
      'list:null(link:https://a.example/(https://a.example);list:null(link:https://b.example/(https://b.example)))',
    ],
  ];
  for (const [text, expected] of links)
    it(`finds the links of ${JSON.stringify(text)}`, () => expect(draw(text)).to.equal(expected));

  const times: ReadonlyArray<readonly [text: string, drawn: string]> = [
    ['<t:1618953630:R>', 'time(1618953630 R)'],
    ['<t:0>', 'time(0 f)'],
    ['<t:-0>', 'time(0 f)'],
    ['<t:-1:d>', 'time(-1 d)'],
    ['<t:8640000000000:F>', 'time(8640000000000 F)'],
    ['<t:8640000000001:F>', '<t:8640000000001:F>'],
    ['<t:1:x> <t:1.5> <t:>', '<t:1:x> <t:1.5> <t:>'],
  ];
  for (const [text, expected] of times)
    it(`draws the time ${text} as ${expected}`, () => expect(draw(text)).to.equal(expected));
});

const asTyped = (text: string): Tokens => [{ kind: 'paragraph', children: [{ kind: 'text', text }] }];

describe('formatting beyond a limit', () => {
  const beyond: ReadonlyArray<readonly [limit: string, below: string, above: string]> = [
    ['characters', `**a**${'b'.repeat(MESSAGE_CHARS_MAX - 5)}`, `**a**${'b'.repeat(MESSAGE_CHARS_MAX - 4)}`],
    ['marks before a line', `${'> '.repeat(MARKDOWN_CONTAINERS_MAX)}a`, `${'> '.repeat(MARKDOWN_CONTAINERS_MAX + 1)}a`],
    [
      'columns before a line',
      `*a*\n${' '.repeat(MARKDOWN_INDENT_MAX)}b`,
      `*a*\n${' '.repeat(MARKDOWN_INDENT_MAX + 1)}b`,
    ],
    [
      'tabs before a line',
      `*a*\n${'\t'.repeat(MARKDOWN_INDENT_MAX / 4)}b`,
      `*a*\n${'\t'.repeat(MARKDOWN_INDENT_MAX / 4 + 1)}b`,
    ],
    ['lines', `*a*${'\nb'.repeat(MARKDOWN_LINES_MAX - 1)}`, `*a*${'\nb'.repeat(MARKDOWN_LINES_MAX)}`],
    ['delimiters', '*a* '.repeat(MARKDOWN_DELIMITERS_MAX / 2), `${'*a* '.repeat(MARKDOWN_DELIMITERS_MAX / 2)}*`],
    [
      'levels',
      `${'> '.repeat(6)}${'*'.repeat(16)}a${'*'.repeat(16)}`,
      `${'> '.repeat(6)}${'*'.repeat(18)}a${'*'.repeat(18)}`,
    ],
    [
      'nodes',
      `|a\n|-\n${'|`b`\n'.repeat(5)}`,
      `${'|a'.repeat(25)}\n${'|-'.repeat(25)}\n${`${'|a'.repeat(25)}\n`.repeat(34)}`,
    ],
  ];
  for (const [limit, below, above] of beyond)
    it(`is shown as it was typed: ${limit}`, () => {
      expect(parseMarkdown(below)).not.to.deep.equal(asTyped(below));
      expect(parseMarkdown(above)).to.deep.equal(asTyped(above));
    });

  it('reads code blocks without counting what stands in them', () => {
    const code = [
      '> > > > > > > > > a',
      '\t\t\t\t\t\t\t\t\t\tb',
      '*'.repeat(9),
      ...Array<string>(MARKDOWN_LINES_MAX).fill('* * _ _'),
      '> ~~~',
    ];
    const text = code.join('\n').slice(0, MESSAGE_CHARS_MAX - 12);
    expect(parseMarkdown(`\`\`\`ts\n${text}\n\`\`\``)).to.deep.equal([{ kind: 'code-block', language: 'ts', text }]);
  });

  it('counts the lines that a fence does not hold', () => {
    const deep = `${'> '.repeat(20)}a`;
    for (const opening of [
      '> ```',
      '- ```',
      '  ```',
      '\\```',
      '``` `',
      '```\n```',
      '```\n   ```  ',
      '```\n\t    ```',
      '~~~\n~~~~',
      'a ```',
    ])
      expect(parseMarkdown(`${opening}\n${deep}`), opening).to.deep.equal(asTyped(`${opening}\n${deep}`));
    for (const inner of ['```\n``', '```\n~~~', '```\n``` a', '~~~~\n~~~', '~~~ `'])
      expect(parseMarkdown(`${inner}\n${deep}`)[0]?.kind, inner).to.equal('code-block');
  });
});

const bounded = (text: string): void => {
  const tokens = parseMarkdown(text);
  const all = [...visits(tokens)];
  expect(all.length).to.be.at.most(MARKDOWN_NODES_MAX);
  for (const { depth } of all) expect(depth).to.be.at.most(MARKDOWN_DEPTH_MAX);
  expect(plainText(tokens, { spoilers: 'shown' }).length).to.be.at.most(MESSAGE_CHARS_MAX);
};

describe('a hostile text', () => {
  for (const [name, text] of Object.entries(HOSTILE_TEXTS))
    it(`makes no large tree: ${name}`, () => {
      expect(text.length).to.be.within(MESSAGE_CHARS_MAX - 50, MESSAGE_CHARS_MAX);
      bounded(text);
    });

  it('is shown as it was typed, but for four that the parser reads in little time', () => {
    const shown = Object.entries(HOSTILE_TEXTS).filter(([, text]) => draw(text) !== text);
    expect(shown.map(([name]) => name)).to.deep.equal([
      'backticks',
      'wide tables',
      'brackets after an address',
      'mentions',
    ]);
  });
});

/** Parts of which most of the syntax can come about. */
const PARTS = fc.constantFrom(
  ...[
    'a',
    'b',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\t',
    '*',
    '**',
    '_',
    '__',
    '~~',
    '~',
    '||',
    '|',
    '`',
    '```',
    '~~~',
    '\\',
    '#',
    '# ',
  ],
  ...['> ', '- ', '+ ', '1. ', '9)', '[', ']', '](', ')', '(', '![', '<', '>', '&amp;', '---', ':-', '|-|', '=', ':'],
  ...['https://a.example', 'http://', 'mailto:a@b.c', '@', '@everyone', '@here', `<@${ID}>`, `<@&${ID}>`, `<#${ID}>`],
  ...[
    '<t:1:R>',
    '<b>',
    '</b>',
    '<!--',
    '-->',
    '<?',
    '\u00a0',
    '\u200b',
    '\ufeff',
    '\u0000',
    '\ud800',
    '\r\n',
    '👍',
    'é',
  ],
);
const MIXED = fc.array(PARTS, { maxLength: 80 }).map((parts) => parts.join(''));
const ANY = fc.oneof(MIXED, fc.string({ unit: 'binary', maxLength: MESSAGE_CHARS_MAX }));

describe('any text', () => {
  it('makes a tree within the limits', () => {
    fc.assert(fc.property(ANY, bounded), { numRuns: 1_000 });
  });

  it('shows something when it has something to show', () => {
    fc.assert(
      fc.property(ANY, (text) => {
        const line = plainText(parseMarkdown(text), { spoilers: 'shown' });
        // The parser shows NUL, which no stored message holds, as the sign of a broken character.
        expect(isInvisible(line)).to.equal(isInvisible(text.replaceAll('\u0000', '\uFFFD')));
      }),
      { numRuns: 1_000 },
    );
  });

  it('has no neighbouring texts and no empty text', () => {
    fc.assert(
      fc.property(ANY, (text) => {
        for (const { token } of visits(parseMarkdown(text))) {
          const kinds = inside(token).map(({ kind }) => kind);
          if (token.kind !== 'table') expect(kinds.join()).not.to.include('text,text');
          if (token.kind === 'text') expect(token.text).not.to.equal('');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is read alike whether the parser is needed for it or not', () => {
    const plain = fc.array(
      fc.constantFrom(
        'a',
        'b!',
        ' ',
        '  ',
        '\n',
        '\n\n',
        '\t',
        ':)',
        '5',
        'x=1',
        '\u00a0',
        '&amp;',
        '[x]',
        '|',
        '~ ',
        '-',
      ),
    );
    fc.assert(
      fc.property(plain, (parts) => {
        const text = parts.join('');
        // The parser is needed as soon as there is a sign, and this one changes nothing before it.
        const [last] = parseMarkdown(`${text}\n\n*`).slice(-1);
        expect(last).to.deep.equal({ kind: 'paragraph', children: [{ kind: 'text', text: '*' }] });
        expect(parseMarkdown(`${text}\n\n*`).slice(0, -1)).to.deep.equal(parseMarkdown(text));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a mention', () => {
  it('is read back from any place in which it is shown', () => {
    const mention = fc.constantFrom(`<@${ID}>`, `<@&${ID}>`, `<#${OTHER}>`, '@everyone', '@here', '<t:1:R>');
    fc.assert(
      fc.property(fc.array(mention, { minLength: 1, maxLength: 40 }), (mentions) => {
        const tokens = parseMarkdown(mentions.join(' '));
        expect(plainText(tokens)).to.equal(mentions.join(' '));
        expect(parseMarkdown(plainText(tokens))).to.deep.equal(tokens);
      }),
    );
  });
});
