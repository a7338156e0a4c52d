/** Taking the types out of some hundred files and compiling them is most of a start; here Node keeps the result. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/** Among the packages and not in the temp folder: who may write there may change the code as well. */
const FOLDER = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'filament');

/** Counts for what is imported after it. A folder that cannot be written costs the gain and nothing else. */
export const keepCompiled = (): void => {
  enableCompileCache(FOLDER);
};
