import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

/** The bundle obeys the page's policy: no inline script or style, no markup made of strings (see `src/ui/dom.ts`). */
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
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    sourcemap: false,
  },
});
