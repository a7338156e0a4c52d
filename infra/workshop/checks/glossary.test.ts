import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { entriesOf, nounsOf, unexplainedTypes } from './glossary.ts';
import { ROOT, show, sources } from './sources.ts';

const GLOSSARY = readFileSync(join(ROOT, 'docs', 'GLOSSARY.md'), 'utf8');

describe('the glossary', () => {
  it('explains the noun of every exported type', () => {
    const nouns = nounsOf(GLOSSARY);
    expect(show(sources().flatMap((source) => unexplainedTypes(nouns, source)))).to.equal('');
  });
  it('explains each word once', () => {
    const entries = entriesOf(GLOSSARY).filter((entry) => entry !== 'word');
    expect(entries.filter((entry, at) => entries.indexOf(entry) !== at)).to.deep.equal([]);
  });
});

describe('the check for unexplained types', () => {
  const nouns = nounsOf('| Word | Means |\n|---|---|\n| channel ref | an address |\n| command, intent | a request |\n');
  const found = (path: string, text: string): ReadonlyArray<string> =>
    unexplainedTypes(nouns, { path, text }).map(({ rule }) => rule);

  it('finds a noun that the glossary lacks', () => {
    expect(found('domain/a.ts', 'export type GuildThing = string;\n')).to.have.length(1);
    expect(found('domain/a.ts', 'export class Thing {}\n')).to.have.length(1);
  });
  it('knows a noun by the last word of an entry, in singular and plural', () => {
    expect(found('domain/a.ts', 'export type MessageRef = string;\nexport type Intents = string;\n')).to.deep.equal([]);
  });
  it('names a mapping from names to types by the word before "Of"', () => {
    expect(found('domain/a.ts', 'export type MessageRefOf<N extends string> = string;\n')).to.deep.equal([]);
    expect(found('domain/a.ts', 'export type ThingOf<N extends string> = string;\n')).to.have.length(1);
  });
  it('passes over a rejection that bears the name of its tag', () => {
    expect(found('domain/a.ts', "export type Busy = { readonly kind: 'Busy' };\n")).to.deep.equal([]);
    expect(found('domain/a.ts', "export type Busy = {\n  readonly kind: 'Busy';\n};\n")).to.deep.equal([]);
    expect(found('domain/a.ts', "export type Busy = { readonly kind: 'Thing' };\n")).to.have.length(1);
  });
  it('passes over facts, rejections, errors and tests', () => {
    expect(found('domain/guild/events.ts', 'export type GuildCreated = string;\n')).to.deep.equal([]);
    expect(found('domain/guild/rejections.ts', 'export type NotTheOwner = string;\n')).to.deep.equal([]);
    expect(found('infra/a.ts', 'export class Unfit extends Error {}\n')).to.deep.equal([]);
    expect(found('infra/a.ts', 'export class Unfit extends LogUnavailable {}\n')).to.deep.equal([]);
    expect(found('infra/a.test.ts', 'export type Thing = string;\n')).to.deep.equal([]);
  });
});
