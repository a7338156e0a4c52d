/** The parts of threads. Together they are one file of the bundle. */

import '#web/threads/threads.css';

export { BeginThreadDialog } from '#web/threads/begin-thread-dialog.tsx';
export { FindThread } from '#web/threads/find-thread.tsx';
export { ThreadHead } from '#web/threads/thread-head.tsx';
export { threadItem } from '#web/threads/thread-item.ts';
export { ThreadLine } from '#web/threads/thread-line.tsx';
export { ThreadsButton } from '#web/threads/threads-button.tsx';
export { ThreadsDialog } from '#web/threads/threads-dialog.tsx';
