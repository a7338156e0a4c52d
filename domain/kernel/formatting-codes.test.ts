import { expect } from 'chai';
import fc from 'fast-check';
import { withoutFormattingCodes } from '#domain/kernel/formatting-codes.ts';

const table = (cases: ReadonlyArray<readonly [what: string, text: string, expected: string]>): void => {
  for (const [what, text, expected] of cases)
    it(`${what}: ${JSON.stringify(text)}`, () => {
      expect(withoutFormattingCodes(text)).to.equal(expected);
    });
};

describe('a formatting code of IRC leaves nothing of itself', () => {
  table([
    ['a colour of two digits', '\u000304red\u0003 normal', 'red normal'],
    ['a colour of one digit', '\u00034red', 'red'],
    ['a foreground and a background', '\u00034,12red\u000312,4blue', 'redblue'],
    ['a hex colour', '\u0004FF00aared\u0004 normal', 'red normal'],
    ['a hex colour with a background', '\u0004ff0000,00FF00red', 'red'],
    ['the one-character codes', '\u0002b\u001Di\u001Fu\u001Es\u0011m\u0016r\u000F', 'biusmr'],
    ['codes one after another', '\u0003\u0002\u000304,01\u001Fred', 'red'],
    ['a code at the end', 'red\u000304', 'red'],
  ]);
});

describe('a formatting code of IRC takes nothing of the text', () => {
  table([
    ['a third digit', '\u00031234', '34'],
    ['a third digit of the background', '\u000304,0512', '12'],
    ['a comma without a digit', '\u000304,red', ',red'],
    ['a comma without a foreground', '\u0003,05', ',05'],
    ['a second comma', '\u000304,05,6', ',6'],
    ['digits after a code between', '\u0003\u000204', '04'],
    ['digits after bold twice', '\u000304\u0002\u000212 apples', '12 apples'],
    ['a comma after a code between', '\u000304\u000F,05', ',05'],
    ['digits after an invisible space', '\u0003\u200B04', '\u200B04'],
    ['digits of another script', '\u0003٠٤', '٠٤'],
    ['a seventh hex digit', '\u0004ff0000a', 'a'],
    ['five hex digits', '\u0004ff000', 'ff000'],
    ['a comma after a hex colour', '\u0004ff0000,abc', ',abc'],
    ['digits without a code', '04,05 and 12', '04,05 and 12'],
  ]);
});

describe('an escape sequence of a terminal leaves nothing of itself', () => {
  table([
    ['a colour', '\u001B[31mred\u001B[0m', 'red'],
    ['a reset', 'a\u001B[mb', 'ab'],
    ['a colour of 24 bits', '\u001B[38;2;255;0;0mred\u001B[38:5:12mblue', 'redblue'],
    ['a private mode', '\u001B[?25lhidden\u001B[?25h', 'hidden'],
    ['a sequence with an intermediate character', '\u001B[0 qcursor', 'cursor'],
    ['a sequence that is cut off', 'red\u001B[38;5', 'red'],
    ['a sequence of eight bits', '\u009B31mred\u009B0m', 'red'],
    ['a title that ends with a bell', '\u001B]0;title\u0007text', 'text'],
    ['a link', '\u001B]8;;https://example.org/\u001B\\text\u001B]8;;\u001B\\', 'text'],
    ['a string of eight bits', '\u009D0;title\u009Ctext', 'text'],
    ['a device control string', '\u001BP1$r0m\u001B\\text', 'text'],
    ['an application string', '\u001B_data\u001B\\text\u001B^data\u001B\\', 'text'],
    ['a character set', '\u001B(Btext\u001B)0\u001B%G', 'text'],
    ['the size of a line and the width of controls', '\u001B#8text\u001B F', 'text'],
    ['the cursor that is kept and restored', '\u001B7text\u001B8', 'text'],
    ['a reset of the terminal', '\u001Bctext', 'text'],
  ]);
});

describe('an escape sequence of a terminal takes nothing of the text', () => {
  table([
    ['digits after a sequence', '\u001B[31m31', '31'],
    ['a digit after an escape key', '\u001B3 apples', '\u001B3 apples'],
    ['a bracket after an escape key', '\u001B(see above) \u001B*so*', '\u001B(see above) \u001B*so*'],
    ['a sign after an escape key', '\u001B+1 \u001B hi \u001B#9 \u001B%d', '\u001B+1 \u001B hi \u001B#9 \u001B%d'],
    ['a title without an end', '\u001B]0;title', '\u001B]0;title'],
    ['a title whose line ends', '\u001B]0;title\ntext\u0007', '\u001B]0;title\ntext\u0007'],
    ['a wrong encoding', 'a\u009B b', 'a\u009B b'],
    ['letters of two bytes', 'Stra\u00C3\u009Fe, eine \u00C3\u009Cbung', 'Stra\u00C3\u009Fe, eine \u00C3\u009Cbung'],
    ['letters of another code page', 'wyra\u009Fnie co\u009C', 'wyra\u009Fnie co\u009C'],
    ['digits after a letter of two bytes', '\u00D0\u009B5m', '\u00D0\u009B5m'],
    ['a bracket without an escape character', '[31mred', '[31mred'],
  ]);
});

describe('a text in a wrong encoding', () => {
  it('keeps all its bytes', () => {
    const anyText = fc.string({ unit: fc.constantFrom(...'ßÜПНМОЛźś’“€019;?m m\n'), maxLength: 40 });
    fc.assert(
      fc.property(anyText, (text) => {
        const misread = new TextDecoder('x-user-defined').decode(new TextEncoder().encode(text));
        const asLatin1 = misread.replace(/[\uF780-\uF7FF]/g, (sign) =>
          String.fromCharCode(sign.charCodeAt(0) - 0xf700),
        );
        expect(withoutFormattingCodes(asLatin1)).to.equal(asLatin1);
      }),
    );
  });
});

describe('a text without control characters', () => {
  it('stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (drawn) => {
        const text = drawn.replace(/\p{Cc}/gu, '');
        expect(withoutFormattingCodes(text)).to.equal(text);
      }),
    );
  });

  it('comes out whole when each of its words stands after a complete code', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
      .map((drawn) => drawn.replace(/\p{Cc}/gu, ''));
    const code = fc.constantFrom(
      '\u000304,05',
      '\u0004ff0000,00ff00',
      '\u0002',
      '\u000F',
      '\u001B[1;31m',
      '\u001B]0;t\u0007',
      '\u001B(B',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(code, word), { maxLength: 8 }), (parts) => {
        expect(withoutFormattingCodes(parts.flat().join(''))).to.equal(parts.map(([, text]) => text).join(''));
      }),
    );
  });
});
