import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import * as rules from './dependencies.ts';
import { importsOf, packageOf, ROOT, sources } from './sources.ts';

const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const manifest: rules.Manifest = JSON.parse(text('package.json'));
const lock: rules.Lockfile = JSON.parse(text('package-lock.json'));

const imported = (): ReadonlySet<string> =>
  new Set(
    sources()
      .flatMap((source) => importsOf(source.text).map(({ specifier }) => specifier))
      .filter((specifier) => !/^(?:[.#]|node:)/.test(specifier))
      .map(packageOf),
  );

const none = (faults: ReadonlyArray<string>): void => expect(faults.join('\n')).to.equal('') && undefined;

describe('a dependency', () => {
  it('is named with a reason', () =>
    none(rules.unnamedPackages(manifest, text('docs/decisions/0008-dependencies.md'))));
  it('has no version with known vulnerabilities', () => none(rules.unsafeVersions(lock)));
  it('runs an install script only where package.json allows it', () => none(rules.unlistedScripts(manifest, lock)));
  it('is locked by its hash', () => none(rules.unlockedPackages(lock)));
  it('is declared by its exact version', () => none(rules.looseVersions(manifest)));
  it('has a licence that this project accepts', () => none(rules.foreignLicences(lock)));
  it('is used', () => none(rules.unusedPackages(manifest, imported())));
  it('is declared when it is imported', () => none(rules.borrowedPackages(manifest, imported())));
});

describe('the dependency check', () => {
  const asks = (
    dependencies: Readonly<Record<string, string>>,
    allowed: Readonly<Record<string, boolean>> = {},
  ): rules.Manifest => ({
    dependencies,
    devDependencies: {},
    allowScripts: allowed,
  });
  const locked = (entry: rules.LockedPackage, place = 'node_modules/a'): rules.Lockfile => ({
    packages: { '': {}, [place]: entry },
  });

  it('finds an old version, nested or not, and no new one', () => {
    const versions = ['8.22.9', '8.9.0', '7.99.0', '8.23.0-beta.1', '8.23.0', '8.23.1', '9.0.0'];
    const old = versions.filter(
      (version) => rules.unsafeVersions(locked({ version }, 'node_modules/a/node_modules/ws')).length > 0,
    );
    expect(old).to.deep.equal(['8.22.9', '8.9.0', '7.99.0']);
  });
  it('finds an install script that is not allowed, and a permission that is not needed', () => {
    expect(rules.unlistedScripts(asks({}), locked({ hasInstallScript: true }))).to.have.length(1);
    expect(rules.unlistedScripts(asks({}, { a: true }), locked({}))).to.have.length(1);
    expect(rules.unlistedScripts(asks({}, { a: true }), locked({ hasInstallScript: true }))).to.deep.equal([]);
  });
  it('finds a package without a hash, and one with a URL', () => {
    expect(rules.unlockedPackages(locked({}))).to.have.length(1);
    expect(rules.unlockedPackages(locked({ integrity: 'sha1-x' }))).to.have.length(1);
    expect(
      rules.unlockedPackages(locked({ integrity: 'sha512-x', resolved: 'https://example.org/a.tgz' })),
    ).to.have.length(1);
  });
  it('finds a version range', () => {
    const loose = rules.looseVersions(
      asks({ a: '^1.0.0', b: '~1.0.0', c: '*', d: 'latest', e: '1.x', f: 'git+https://example.org/f' }),
    );
    expect(loose).to.have.length(6);
    expect(rules.looseVersions(asks({ a: '1.0.0', b: 'npm:@scope/b@1.0.0', c: '1.0.0-beta.1' }))).to.deep.equal([]);
  });
  it('finds a licence that is not accepted, and accepts more licences for tools', () => {
    expect(rules.foreignLicences(locked({ license: 'AGPL-3.0' }))).to.have.length(1);
    expect(rules.foreignLicences(locked({}))).to.have.length(1);
    expect(rules.foreignLicences(locked({ license: 'MPL-2.0' }))).to.have.length(1);
    expect(rules.foreignLicences(locked({ license: 'MPL-2.0', dev: true }))).to.deep.equal([]);
    expect(rules.foreignLicences(locked({ dev: true }))).to.have.length(1);
  });
  it('finds a package without a reason, and a reason without a package', () => {
    expect(rules.unnamedPackages(asks({ a: '1.0.0' }), '| `b` | why |\n')).to.have.length(2);
    expect(rules.unnamedPackages(asks({ a: '1.0.0' }), '| `a` | why |\n')).to.deep.equal([]);
  });
  it('finds a package that is not imported, and an import that is not declared', () => {
    expect(rules.unusedPackages(asks({ a: '1.0.0', typescript: '1.0.0' }), new Set(['b']))).to.have.length(1);
    expect(rules.borrowedPackages(asks({ a: '1.0.0', '@types/c': '1.0.0' }), new Set(['a', 'b', 'c']))).to.have.length(
      1,
    );
  });
});
