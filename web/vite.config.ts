import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import subsetFont from 'subset-font';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';

/** The first screen names every later file, and a hash cannot be compressed. Six characters tell all versions apart. */
const HASH = '[hash:6]';
const OUT = join(import.meta.dirname, 'dist');
const WORTH_COMPRESSING = new Set(['.html', '.js', '.css', '.svg']);

/** Writes compressed copies of the bundle. The server sends them as they are, so each file is compressed once. */
const compressedCopies: Plugin = {
  name: 'compressed-copies',
  apply: 'build',
  closeBundle: async () => {
    const entries = await readdir(OUT, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile() || !WORTH_COMPRESSING.has(extname(entry.name))) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = await readFile(path);
      await writeFile(`${path}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
      await writeFile(`${path}.br`, brotliCompressSync(bytes));
    }
  },
};

const LATIN = join(import.meta.dirname, 'made/inter-latin.woff2');
const FACES = join(import.meta.dirname, 'src/ui/fonts.css');
const INTER = import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2');
/** Entries of the font's table of names that hold its copyright and its licence, which must travel with it. */
const LICENCE_NAMES = [0, 13, 14];
/** Features of the font that a browser applies by itself, and then those that the style sheets name. */
const FEATURES = [
  'ccmp',
  'locl',
  'mark',
  'mkmk',
  'kern',
  'rlig',
  'rclt',
  'liga',
  'clig',
  'calt',
  'ss03',
  'cv11',
  'tnum',
];

/** Answers the characters of the first `unicode-range` of a style sheet. */
const firstRange = (css: string): string => {
  const range = /unicode-range:([^;]+);/.exec(css)?.[1] ?? '';
  return [...range.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)]
    .flatMap(([, from = '', to = from]) => {
      const first = Number.parseInt(from, 16);
      return Array.from({ length: Number.parseInt(to, 16) - first + 1 }, (_, step) =>
        String.fromCodePoint(first + step),
      );
    })
    .join('');
};

/** Cuts the font of the first load to the characters of its face, and to the weights and features that the style sheets use. */
const latinFont: Plugin = {
  name: 'latin-font',
  buildStart: async () => {
    const whole = await readFile(fileURLToPath(INTER));
    const text = firstRange(await readFile(FACES, 'utf8'));
    const cut = await subsetFont(whole, text, {
      targetFormat: 'woff2',
      variationAxes: { wght: { min: 400, max: 700 } },
      preserveNameIds: LICENCE_NAMES,
      keepFeatures: FEATURES,
    });
    await mkdir(dirname(LATIN), { recursive: true });
    await writeFile(LATIN, cut);
  },
};

const EMOJI_TABLES = join(import.meta.dirname, 'src/emoji/tables/');

/** Computes the tables of emoji while it builds. The bundle holds the results, and not the data package. */
const emojiTables: Plugin = {
  name: 'emoji-tables',
  load: async (id) => {
    if (!id.startsWith(EMOJI_TABLES)) return undefined;
    const { table }: { readonly table: unknown } = await import(id);
    // A browser reads JSON faster than it compiles the same values.
    return `export const table = JSON.parse(${JSON.stringify(JSON.stringify(table))});`;
  },
};

const NAMED_REFERENCES = 'decode-named-character-reference';

/**
 * Leaves out the names of characters, such as `&amp;`. Messages have none (docs/MARKDOWN.md), and the browser's form of
 * the package assigns `innerHTML`.
 */
const noNamedReferences: Plugin = {
  name: 'no-named-references',
  enforce: 'pre',
  resolveId: (id) => (id === NAMED_REFERENCES ? `\0${NAMED_REFERENCES}` : undefined),
  load: (id) =>
    id === `\0${NAMED_REFERENCES}` ? 'export const decodeNamedCharacterReference = () => false;' : undefined,
};

/** Functions of `gateway/protocol/wire.ts` that make a codec and change nothing else. */
const CODEC_MAKERS = [
  'described',
  'id',
  'integer',
  'listOf',
  'nullable',
  'object',
  'oneOf',
  'sentText',
  'tagged',
  'text',
];

/** Modules of governance. The settings and the acts on members share them, and the first load needs none of them. */
const OF_GOVERNANCE =
  /\/web\/src\/governance\/(?!governing)|\/protocol\/governance|\/domain\/permission\/(resolve|permission-set|hierarchy|overwrite)/;
/** Modules of writing and of the emoji search. Later parts share them, and the first load needs none of them. */
const OF_WRITING =
  /\/web\/src\/(?:message\/writing|shortcuts\/writing-keys|emoji\/(?!emoji-picker|load-emoji|tables))|\/domain\/kernel\/emoji/;
/** The parser of formatted messages with its packages. Parts that come after the first load share it. */
const OF_MARKDOWN =
  /\/domain\/markdown\/|\/node_modules\/(?:micromark|mdast|unist|remark|unified|vfile|decode-named|character-|longest-streak|ccount|markdown-table|escape-string)/;
/**
 * The files that several parts share. One file is compressed as a whole and is smaller. The first one holds all modules
 * of the first screen, and a module that only later parts share is in none of its bytes.
 */
const SHARED = [
  { name: 'first', tags: ['$initial' as const], priority: 1 },
  { name: 'governance', test: OF_GOVERNANCE, minShareCount: 2 },
  { name: 'markdown', test: OF_MARKDOWN, minShareCount: 2 },
  { name: 'writing', test: OF_WRITING, minShareCount: 2 },
  {
    name: 'later',
    test: (id: string) => !OF_GOVERNANCE.test(id) && !OF_WRITING.test(id) && !OF_MARKDOWN.test(id),
    minShareCount: 2,
  },
];

/** Builds a bundle that obeys the page's policy: no inline script or style, no markup from strings (`src/ui/dom.ts`). */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: '/',
  // The server loads the CommonJS form of fp-ts. A bundle can leave out parts of its other form only.
  resolve: { alias: [{ find: /^fp-ts\/lib\//, replacement: 'fp-ts/es6/' }] },
  plugins: [
    solid({
      hot: false,
      solid: {
        moduleName: '#web/ui/dom.ts',
        omitNestedClosingTags: false,
        omitLastClosingTag: false,
        omitQuotes: false,
      },
    }),
    latinFont,
    emojiTables,
    noNamedReferences,
    mode === 'components' ? [] : compressedCopies,
  ],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // The page of components is for developers (`infra/workshop/pictures`), and no part of the client.
    rolldownOptions: {
      // A codec that no part of the client uses stays out of the bundle.
      treeshake: { manualPureFunctions: CODEC_MAKERS },
      ...(mode === 'components' ? { input: join(import.meta.dirname, 'dev/components.html') } : {}),
      output: {
        codeSplitting: { groups: SHARED },
        chunkFileNames: `assets/[name]-${HASH}.js`,
        assetFileNames: `assets/[name]-${HASH}[extname]`,
      },
    },
  },
}));
