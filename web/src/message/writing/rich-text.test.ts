import { expect } from 'chai';
import { DEPTH_MAX, MARKUP_CHARS_MAX, markdownOf, NODES_MAX } from '#web/message/writing/rich-text.ts';

describe('a pasted rich text', () => {
  it('becomes Markdown with its formats', () => {
    const markup = `<meta charset="utf-8"><!--StartFragment--><h2>Plan</h2>
      <p>Bring the <b>long table</b> and <em>two</em> <s>old</s> lamps, see <a href="https://example.org/a(b)">the list</a>.</p>
      <ul><li>one</li><li>two <ol><li>inner</li></ol></li></ul>
      <blockquote><p>first</p><p>second</p></blockquote>
      <pre><code class="language-ts">const a = 1;
const b = a;</code></pre><p>Run <code>npm start</code>.</p>`;
    expect(markdownOf(markup)).to.equal(
      [
        '## Plan',
        'Bring the **long table** and *two* ~~old~~ lamps, see [the list](https://example.org/a%28b%29).',
        '- one\n- two\n  1. inner',
        '> first\n> \n> second',
        '```ts\nconst a = 1;\nconst b = a;\n```',
        'Run `npm start`.',
      ].join('\n\n'),
    );
  });

  it('keeps the formats that word processors write as styles', () => {
    const markup =
      '<b style="font-weight:normal"><p><span style="font-weight:700">loud</span> and <span style="font-style:italic">soft</span></p></b>';
    expect(markdownOf(markup)).to.equal('**loud** and *soft*');
  });

  it('becomes a table when it is one', () => {
    expect(markdownOf('<table><tr><th>star</th><th>mag</th></tr><tr><td>Vega</td><td>0|03</td></tr></table>')).to.equal(
      '| star | mag |\n| --- | --- |\n| Vega | 0\\|03 |',
    );
  });

  it('keeps signs that mean a format as they are read', () => {
    expect(markdownOf('<p><b>2 * 3</b> * 4 &lt;@me `x` a_b</p><p># no heading</p><p>1. no list</p>')).to.equal(
      '**2 \\* 3** \\* 4 \\<@me \\`x\\` a_b\n\n\\# no heading\n\n1\\. no list',
    );
  });

  it('takes no link but http, https and mailto, and nothing of scripts', () => {
    expect(
      markdownOf(
        '<a href="javascript:alert(1)">a</a> <a href="data:text/html,x">b</a> <a href="mailto:a@example.org">c</a><script>alert(2)</script><style>p{}</style>',
      ),
    ).to.equal('a b [c](mailto:a@example.org)');
  });

  it('writes a link that shows its address as the address', () => {
    expect(markdownOf('<a href="https://example.org/x">https://example.org/x</a>')).to.equal('https://example.org/x');
  });

  it('is pasted plain when it has no formats or is too large', () => {
    expect(markdownOf('<div><span style="color: red">const</span> a</div>')).to.equal(null);
    expect(markdownOf(`<b>${'x'.repeat(MARKUP_CHARS_MAX)}</b>`)).to.equal(null);
    expect(markdownOf(`<b>a</b>${'<br>'.repeat(NODES_MAX)}`)).to.equal(null);
    expect(markdownOf(`<i>${'<div>'.repeat(DEPTH_MAX + 1)}a`)).to.equal(null);
  });
});
