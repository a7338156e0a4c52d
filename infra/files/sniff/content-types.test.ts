import { expect } from 'chai';
import { isInline } from '#gateway/protocol/inline-types.ts';
import { contradicts, essenceOf, UNKNOWN_TYPE } from './content-types.ts';

describe('the types that a browser may show inline', () => {
  it('run no script and are no text', () => {
    for (const type of ['image/png', 'audio/mpeg', 'video/mp4']) expect(isInline(type), type).to.equal(true);
    for (const type of ['image/svg+xml', 'text/html', 'application/pdf', 'application/xml', 'text/plain', UNKNOWN_TYPE])
      expect(isInline(type), type).to.equal(false);
  });
});

describe('a media type', () => {
  it('is read in lower case and without parameters', () => {
    expect(essenceOf('Text/HTML; charset=utf-8')).to.equal('text/html');
    expect(essenceOf('audio/ogg; codecs=opus')).to.equal('audio/ogg');
    expect(essenceOf('application/vnd.api+json')).to.equal('application/vnd.api+json');
  });
  it('is no other text', () => {
    for (const text of [
      '',
      ';',
      'image',
      'image/',
      '/png',
      'image/png/x',
      'image/p ng',
      'image/png\r\nX: y',
      `a/${'b'.repeat(200)}`,
    ])
      expect(essenceOf(text), text).to.equal(undefined);
  });
});

describe('a declared type', () => {
  const cases: ReadonlyArray<readonly [declared: string | undefined, sniffed: string, why: string | undefined]> = [
    [undefined, 'image/png', undefined],
    ['', 'image/png', undefined],
    ['no type at all', 'image/png', undefined],
    [UNKNOWN_TYPE, 'image/png', undefined],
    ['image/png', 'image/png', undefined],
    ['IMAGE/PNG', 'image/png', undefined],
    ['image/jpg', 'image/jpeg', undefined],
    ['image/png', 'image/apng', undefined],
    ['audio/mp3', 'audio/mpeg', undefined],
    ['audio/wave', 'audio/wav', undefined],
    ['audio/mp4', 'audio/x-m4a', undefined],
    ['video/quicktime', 'video/mp4', undefined],
    ['audio/webm', 'video/webm', undefined],
    ['audio/ogg', 'application/ogg', undefined],
    ['application/x-zip-compressed', 'application/zip', undefined],
    // Files of these types are archives or texts inside.
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/zip', undefined],
    ['application/java-archive', 'application/zip', undefined],
    ['application/msword', 'application/x-cfb', undefined],
    ['image/svg+xml', 'application/xml', undefined],
    ['text/html', 'application/xml', undefined],
    // Texts show nothing in their first bytes.
    ['text/plain', UNKNOWN_TYPE, undefined],
    ['text/html', UNKNOWN_TYPE, undefined],
    ['application/json', UNKNOWN_TYPE, undefined],
    ['audio/mpeg', UNKNOWN_TYPE, undefined],
    ['image/png', UNKNOWN_TYPE, 'not-shown'],
    ['image/jpg', UNKNOWN_TYPE, 'not-shown'],
    ['video/webm', UNKNOWN_TYPE, 'not-shown'],
    ['application/pdf', UNKNOWN_TYPE, 'not-shown'],
    ['image/png', 'image/jpeg', 'another-type'],
    ['image/png', 'application/pdf', 'another-type'],
    ['image/png', 'application/zip', 'another-type'],
    ['image/jpeg', 'application/x-msdownload', 'another-type'],
    ['video/mp4', 'application/xml', 'another-type'],
    ['audio/mpeg', 'application/zip', 'another-type'],
    ['text/plain', 'application/x-elf', 'another-type'],
    ['text/plain', 'image/png', 'another-type'],
    ['application/pdf', 'application/zip', 'another-type'],
  ];
  for (const [declared, sniffed, why] of cases)
    it(`${declared || '(none)'} and the bytes of ${sniffed}: ${why ?? 'both may be true'}`, () => {
      expect(contradicts(declared, sniffed)?.why).to.equal(why);
    });

  it('is named in the contradiction', () => {
    expect(contradicts('Image/PNG; x=y', 'image/jpeg')).to.deep.equal({
      kind: 'TypeContradicted',
      declared: 'image/png',
      sniffed: 'image/jpeg',
      why: 'another-type',
    });
  });
});
