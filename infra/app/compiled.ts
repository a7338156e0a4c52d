/** Keeps what Node has compiled. Stripping the types and compiling is most of a start. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/** Folder of the compiled code. A user who may write to it may change the code, so it is not in the temp folder. */
const FOLDER = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'filament');

/** Keeps the modules that are imported after this call. A folder that cannot be written only makes starts slower. */
export const keepCompiled = (): void => {
  enableCompileCache(FOLDER);
};
