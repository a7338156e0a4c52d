import { expect } from 'chai';
import { deadFiles } from './dead-files.ts';
import { brokenLinks } from './links.ts';
import { type Source, show, sources, texts } from './sources.ts';
import { hostFaults, lengthFaults, tidyFaults } from './tidy.ts';

const rulesBroken = (path: string, text: string): ReadonlyArray<string> =>
  tidyFaults({ path, text }).map(({ rule }) => rule);

/** Share of all code that infra may hold, its workshop left out. More means that a room has lost its idea. */
const INFRA_SHARE_MAX = 0.35;

const CODE = /\.(?:tsx?|js|rs|css|sql)$/;
const code = (): ReadonlyArray<Source> => texts().filter(({ path }) => CODE.test(path));
const linesOf = (files: ReadonlyArray<Source>): number =>
  files.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0);

describe('the house', () => {
  it('has no long style sheet, migration or Rust file', () => {
    expect(show(code().flatMap(lengthFaults))).to.equal('');
  });
  it('keeps infra without the workshop small beside the rest of the code', () => {
    const adapters = code().filter(({ path }) => path.startsWith('infra/') && !path.startsWith('infra/workshop/'));
    expect(linesOf(adapters) / linesOf(code())).to.be.within(0.1, INFRA_SHARE_MAX);
  });
  it('has tidy names and lengths, and nothing that is banned', () => {
    expect(show(sources().flatMap(tidyFaults))).to.equal('');
  });
  it('has no dead files', () => {
    expect(show(deadFiles(sources()))).to.equal('');
  });
  it('has pages without broken links', () => {
    expect(show(texts().flatMap((text) => brokenLinks(text)))).to.equal('');
  });
  it('names no package registry anywhere', () => {
    expect(show(texts().flatMap(hostFaults))).to.equal('');
  });
});

describe('the tidiness check', () => {
  const lines = (count: number): string => 'x();\n'.repeat(count);

  for (const [path, text, rule] of [
    ['infra/keys/crypto-utils.ts', '', /"utils" in a name/],
    ['infra/keys/key-manager.ts', '', /"manager" in a name/],
    ['domain/guild/index.ts', '', /no barrels/],
    ['domain/guild/GuildState.ts', '', /lower case/],
    ['domain/guild/state.ts', lines(401), /401 lines, at most 400/],
    ['domain/guild/state.test.ts', lines(701), /701 lines, at most 700/],
    ['domain/guild/state.ts', `export const f = (): void => {\n${lines(71)}};\n`, /a function of 72 lines of its own/],
    ['infra/a/b.ts', `class A {\n  #run(a: string): void {\n${lines(71)}  }\n}\n`, /a function of 72 lines of its own/],
    ['infra/a/b.ts', `const f = (\n  a: string,\n): void => {\n${lines(71)}};\n`, /a function of 72 lines of its own/],
    ['infra/a/b.ts', `console.log('x');\n`, /no console/],
    ['gateway/http/app.ts', 'const x = process.env;\n', /environment is read/],
    ['web/src/ui/box.tsx', 'box.innerHTML = text;\n', /becomes markup/],
    ['infra/a/b.ts', '// TODO later\n', /left for later/],
    ['infra/a/b.ts', '// @ts-ignore\n', /not silenced/],
    ['infra/a/b.test.ts', `it.skip('x', () => 1);\n`, /every test runs/],
    ['infra/a/b.ts', `const x = '/home/ada/filament';\n`, /path of one machine/],
    ['gateway/ws/a.ts', 'export const SOCKETS_MAX = 10;\n', /a limit outside/],
    ['queries/a.ts', 'export const WAIT_TIMEOUT_MS = 10;\n', /a limit outside/],
    ['queries/a.ts', 'const QUERY_CHARS_MAX = 10;\n', /a limit outside/],
    ['gateway/protocol/resources.ts', 'const GUILDS_LISTED_MAX = 1_000;\n', /a limit outside/],
    ['projections/a.ts', 'const RETRY_MAX_MS: number = 10;\n', /a limit outside/],
  ] as const) {
    it(`refuses ${JSON.stringify(text.slice(0, 40))} in ${path}`, () => {
      const broken = rulesBroken(path, text);
      expect(broken).to.have.length(1);
      expect(broken[0]).to.match(rule);
    });
  }

  it('accepts code in its right place', () => {
    expect(rulesBroken('infra/cli/terminal.ts', `console.log('x');\n`)).to.deep.equal([]);
    expect(rulesBroken('infra/config/config.ts', 'process.env;\n')).to.deep.equal([]);
    expect(rulesBroken('infra/a/b.ts', '// never process.env here\n')).to.deep.equal([]);
    for (const path of ['domain/kernel/limits.ts', 'queries/limits.ts', 'gateway/limits/sockets.ts'])
      expect(rulesBroken(path, 'export const SOCKETS_MAX = 10;\n')).to.deep.equal([]);
    expect(rulesBroken('infra/a/database.ts', lines(300))).to.deep.equal([]);
    const inner = `  const f = (): void => {\n${lines(60)}  };\n`;
    expect(rulesBroken('infra/a/b.ts', `export const g = () => {\n${inner.repeat(5)}};\n`)).to.deep.equal([]);
  });

  it('finds a link that leads nowhere, and no other link', () => {
    const text = '[a](there.md) [b](../gone.md#part) [c](https://example.org/gone.md) [d](#part)';
    const rules = brokenLinks({ path: 'docs/how-to/page.md', text }, (path) => path === 'docs/how-to/there.md');
    expect(rules.map(({ rule }) => rule)).to.deep.equal(['a link that leads nowhere (../gone.md)']);
  });

  it('finds a package registry in any text', () => {
    const host = ['registry', 'npm' + 'js', 'org'].join('.');
    expect(hostFaults({ path: 'README.md', text: `see https://${host}/x` })).to.have.length(1);
  });

  describe('the check for dead files', () => {
    const house = (...extra: ReadonlyArray<Source>): ReadonlyArray<Source> => [
      {
        path: 'infra/app/main.ts',
        text: `import { a } from '#domain/a.ts';\nnew URL('worker.ts', import.meta.url);\n`,
      },
      { path: 'infra/app/worker.ts', text: '' },
      { path: 'domain/a.ts', text: '' },
      {
        path: 'domain/a.test.ts',
        text: `import { a } from './a.ts';\nimport { b } from '#infra/workshop/testkit/b.ts';\n`,
      },
      { path: 'infra/workshop/testkit/b.ts', text: '' },
      ...extra,
    ];
    it('accepts a house in which every file is reached', () => {
      expect(deadFiles(house())).to.deep.equal([]);
    });
    it('finds a file that nothing reaches', () => {
      expect(deadFiles(house({ path: 'domain/old.ts', text: '' })).map(({ rule }) => rule)).to.deep.equal([
        'nothing reaches this file',
      ]);
    });
    it('finds a file that only its test reaches', () => {
      const alone = house(
        { path: 'domain/c.ts', text: '' },
        { path: 'domain/c.test.ts', text: `import { c } from './c.ts';\n` },
      );
      expect(deadFiles(alone).map(({ path, rule }) => [path, rule])).to.deep.equal([
        ['domain/c.ts', 'only tests reach this file'],
      ]);
    });
    it('finds test code that no test uses', () => {
      expect(deadFiles(house({ path: 'infra/workshop/testkit/c.ts', text: '' }))).to.have.length(1);
    });
  });
});
