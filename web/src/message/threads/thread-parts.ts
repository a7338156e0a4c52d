/** The parts of threads, with the other later acts on a message. Together they are one file of the bundle. */

import '#web/message/threads/threads.css';
import '#web/message/threads/forum.css';

export { ForwardDialog } from '#web/message/forwards/forward-dialog.tsx';
export { ForwardFrame } from '#web/message/forwards/forward-frame.tsx';
export { laterItems } from '#web/message/later-items.ts';
export { BeginThreadDialog } from '#web/message/threads/begin-thread-dialog.tsx';
export { ChannelThreads } from '#web/message/threads/channel-threads.tsx';
export { ForumPane } from '#web/message/threads/forum-pane.tsx';
export { NewPostDialog } from '#web/message/threads/new-post-dialog.tsx';
export { PostTagsDialog } from '#web/message/threads/post-tags-dialog.tsx';
export { ThreadLine } from '#web/message/threads/thread-line.tsx';
export { ThreadPane } from '#web/message/threads/thread-pane.tsx';
export { ThreadsDialog } from '#web/message/threads/threads-dialog.tsx';
