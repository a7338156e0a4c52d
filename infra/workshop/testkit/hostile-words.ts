/**
 * Words that try to run code in the page of a reader. Each one calls `ran`, which no page defines by itself, so a test
 * that defines it hears of every success.
 */

/** Elements that can have a handler which the browser calls without a deed of the reader, or after one. */
const ELEMENTS = [
  'img src=x',
  'svg',
  'video src=x',
  'details open',
  'input autofocus',
  'body',
  'iframe src=x',
  'a href=x',
];
const HANDLERS = ['onerror', 'onload', 'onfocus', 'ontoggle', 'onpointerenter', 'onclick', 'onanimationstart'];

/** Addresses that run code when the browser follows them. */
const ADDRESSES = [
  'javascript:ran()',
  'JaVaScRiPt:ran()',
  ' javascript:ran()',
  'java\tscript:ran()',
  'javascript&colon;ran()',
  'javascript&#58;ran()',
  '&#x6A;avascript:ran()',
  'javascript%3Aran()',
  'javascript://example.org/%0Aran()',
  '\u00ADjavascript:ran()',
  'vbscript:ran()',
  'data:text/html,<script>parent.ran()</script>',
  'data:text/html;base64,PHNjcmlwdD5wYXJlbnQucmFuKCk8L3NjcmlwdD4=',
  'blob:ran()',
  'https://a:javascript@example.org/"onclick="ran()',
  "https://example.org/'onmouseover='ran()",
  '//example.org\\@javascript:ran()',
];

const TAGS = [
  '<script>ran()</script>',
  '<script src=data:,ran()></script>',
  '<svg><script>ran()</script></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=ran()>',
  '<noscript><p title="</noscript><img src=x onerror=ran()>">',
  '<template><img src=x onerror=ran()></template>',
  '<iframe srcdoc="<script>parent.ran()</script>"></iframe>',
  '<object data="javascript:ran()"></object>',
  '<embed src="javascript:ran()">',
  '<form action="javascript:ran()"><button>go</button></form>',
  '<button formaction="javascript:ran()">go</button>',
  '<meta http-equiv="refresh" content="0;url=javascript:ran()">',
  '<link rel=stylesheet href="data:text/css,*{}" onload=ran()>',
  '<base href="javascript:ran()//">',
  '<style>@keyframes x{}</style><b style="animation-name:x" onanimationstart=ran()>b</b>',
  '</textarea><script>ran()</script>',
  '</title><script>ran()</script>',
  '--><script>ran()</script><!--',
  ']]><script>ran()</script>',
  '"><script>ran()</script>',
  "'><script>ran()</script>",
  '" onmouseover="ran()" x="',
  "' onfocus='ran()' autofocus x='",
  '&lt;script&gt;ran()&lt;/script&gt;',
  '\uFF1Cscript\uFF1Eran()\uFF1C/script\uFF1E',
  '<scr\u2028ipt>ran()</script>',
  '<<script>script>ran()<</script>/script>',
  '$'.concat('{ran()}'),
  '{{constructor.constructor("ran()")()}}',
];

/** Words alone, before any syntax stands around them. */
const BARE: ReadonlyArray<string> = [
  ...TAGS,
  ...ELEMENTS.flatMap((element) => HANDLERS.map((handler) => `<${element} ${handler}=ran()>`)),
  ...ADDRESSES,
];

/** Syntax of a message that the words stand in. */
const AROUND: ReadonlyArray<(words: string) => string> = [
  (words) => words,
  (words) => `**${words}**`,
  (words) => `||${words}||`,
  (words) => `> ${words}`,
  (words) => `# ${words}`,
  (words) => `\`${words}\``,
  (words) => `\`\`\`${words.replaceAll('`', '')}\nx\n\`\`\``,
  (words) => `\`\`\`html\n${words}\n\`\`\``,
  (words) => `|${words.replaceAll('|', '')}|b|\n|-|-|\n|c|${words.replaceAll('|', '')}|`,
  (words) => `[go](${words})`,
  (words) => `[go](<${words}>)`,
  (words) => `![go](${words})`,
  (words) => `[${words}](https://example.org)`,
  (words) => `[go](https://example.org "${words}")`,
  (words) => `[go]: ${words}`,
  (words) => `<${words}>`,
  (words) => `<t:${words}:R> <@${words}> <#${words}> :${words}:`,
];

/** Hostile messages, as blocks of Markdown: each hostile word in each syntax. */
export const HOSTILE_BLOCKS: ReadonlyArray<string> = BARE.flatMap((words) => AROUND.map((around) => around(words)));

/** Hostile words for places that show one line of at most `chars` characters. */
export const hostileLines = (chars: number): ReadonlyArray<string> =>
  BARE.map((words) => words.replaceAll(/[\p{Cc}\u2028]/gu, ' ').trim()).filter(({ length }) => length <= chars);

/** Joins blocks to messages of at most `chars` characters. */
export const packedMessages = (blocks: ReadonlyArray<string>, chars: number): ReadonlyArray<string> => {
  const messages: string[] = [];
  let message = '';
  for (const block of blocks) {
    if (message !== '' && message.length + 2 + block.length > chars) {
      messages.push(message);
      message = '';
    }
    message = message === '' ? block : `${message}\n\n${block}`;
  }
  return [...messages, message];
};
