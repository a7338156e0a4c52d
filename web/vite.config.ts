import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';

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

/** Builds a bundle that obeys the page's policy: no inline script or style, no markup from strings (`src/ui/dom.ts`). */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
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
    compressedCopies,
  ],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
