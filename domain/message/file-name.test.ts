import { expect } from 'chai';
import * as fc from 'fast-check';
import { FILE_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { fileNameOf, withExtension } from '#domain/message/file-name.ts';

describe('the name of a file', () => {
  const table: ReadonlyArray<readonly [string, string]> = [
    ['cat.png', 'cat.png'],
    ['../../etc/passwd', 'passwd'],
    ['folder\\sub\\win.ini', 'win.ini'],
    ['a\r\nSet-Cookie: x.txt', 'a Set-Cookie x.txt'],
    ['invoice\u202egnp.exe', 'invoicegnp.exe'],
    ['\u2066hidden\u2069.txt', 'hidden.txt'],
    ['.htaccess', 'htaccess'],
    ['...', 'file'],
    ['', 'file'],
    ['\u200b\u200b', 'file'],
    ['CON', '_CON'],
    ['nul.tar.gz', '_nul.tar.gz'],
    ['console.txt', 'console.txt'],
    ['what?.png', 'what.png'],
    ['name. . ', 'name'],
    ['\u0065\u0301t\u00e9.pdf', '\u00e9t\u00e9.pdf'],
  ];
  for (const [given, name] of table) {
    it(`is ${JSON.stringify(name)} for ${JSON.stringify(given)}`, () => {
      expect(fileNameOf(given)).to.equal(name);
    });
  }

  it('keeps its extension when it is cut', () => {
    const name = fileNameOf(`${'long '.repeat(100)}.jpeg`);
    expect(name).to.have.length.at.most(FILE_NAME_CHARS_MAX);
    expect(name.endsWith('\u2026.jpeg')).to.equal(true);
  });

  it('gets another extension', () => {
    expect(withExtension('cat.png', 'webp')).to.equal('cat.webp');
    expect(withExtension('no extension', 'webp')).to.equal('no extension.webp');
  });

  it('is short, visible and in one place, whatever was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
        const name = fileNameOf(given);
        expect(name).to.have.length.within(1, FILE_NAME_CHARS_MAX + 1);
        expect(name).to.not.match(/[\p{Cc}/\\:*?"<>|\u202a-\u202e\u2066-\u2069]/u);
        expect(name.startsWith('.')).to.equal(false);
        expect(fileNameOf(name)).to.equal(name);
      }),
      { numRuns: 500 },
    );
  });
});
