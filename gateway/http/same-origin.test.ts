import { expect } from 'chai';
import { isSameOrigin } from '#gateway/http/same-origin.ts';

const OURS = 'https://chat.example';

describe('a request', () => {
  const table: ReadonlyArray<readonly [what: string, headers: Readonly<Record<string, string>>, isOurs: boolean]> = [
    ['a browser that says so', { 'sec-fetch-site': 'same-origin' }, true],
    ['an older browser with our origin', { origin: OURS }, true],
    ['a browser that says so, whatever origin it names', { 'sec-fetch-site': 'same-origin', origin: 'null' }, true],
    ['a page of another origin', { origin: 'https://evil.example' }, false],
    ['a page of a sister host', { 'sec-fetch-site': 'same-site', origin: OURS }, false],
    ['a page of another site', { 'sec-fetch-site': 'cross-site', origin: OURS }, false],
    ['a typed address', { 'sec-fetch-site': 'none', origin: OURS }, false],
    ['a program that sends neither header', {}, false],
  ];
  for (const [what, headers, isOurs] of table)
    it(`${isOurs ? 'comes' : 'does not come'} from our own page when it is from ${what}`, () => {
      expect(isSameOrigin(OURS, (name) => headers[name])).to.equal(isOurs);
    });
});
