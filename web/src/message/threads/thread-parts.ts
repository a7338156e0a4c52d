/** The parts of threads. Together they are one file of the bundle. */

import '#web/message/threads/threads.css';

export { BeginThreadDialog } from '#web/message/threads/begin-thread-dialog.tsx';
export { ThreadLine } from '#web/message/threads/thread-line.tsx';
export { ThreadPane } from '#web/message/threads/thread-pane.tsx';
export { ThreadsDialog } from '#web/message/threads/threads-dialog.tsx';
