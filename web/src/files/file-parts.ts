/** The parts of files. Together they are one file of the bundle. */

import '#web/files/files.css';
import '#web/files/lightbox.css';

export { composerFiles } from '#web/files/composer-files.tsx';
export { MessageFiles } from '#web/files/message-files.tsx';
export { spokenFiles } from '#web/files/spoken-files.ts';
