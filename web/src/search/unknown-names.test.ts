import { expect } from 'chai';
import { unknownNames } from '#web/search/unknown-names.ts';

const KNOWN = { people: ['ada', 'Ruth K', 'Straße'], channels: ['general', 'sky tonight'] };

describe('the names in a search', () => {
  const table: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
    ['layout', []],
    ['from:ada in:general mentions:me', []],
    ['FROM:@ADA in:#General', []],
    ['from:"ruth k" in:"Sky Tonight"', []],
    ['from:nobody layout', ['person nobody']],
    ['in:nowhere -in:nowhere', ['channel nowhere']],
    ['from:"no body" in:"no where"', ['person no body', 'channel no where']],
    ['mentions:nobody from:general', ['person nobody', 'person general']],
    ['from: in:', []],
    ['"said from:nobody to" from:ada', []],
    ['seefrom:nobody', []],
  ];
  for (const [text, unknown] of table.filter(([text]) => !text.startsWith('"x'))) {
    it(`are unknown as ${JSON.stringify(unknown)} in ${text}`, () => {
      expect(unknownNames(text, KNOWN).map(({ of, name }) => `${of} ${name}`)).to.deep.equal(unknown);
    });
  }

  it('of people are never unknown while not every member is known', () => {
    const some = { ...KNOWN, people: undefined };
    expect(unknownNames('from:nobody in:nowhere', some)).to.deep.equal([{ of: 'channel', name: 'nowhere' }]);
  });
});
