/** Parts of messages that most first screens do without. Together they are one file of the bundle. */

import '#web/message/replies/replies.css';

export { MessageBar } from '#web/message/message-bar.tsx';
export { messageMenu } from '#web/message/message-menu.ts';
export { joinsInList } from '#web/message/replies/joins.ts';
export { QuotedLine } from '#web/message/replies/quoted-line.tsx';
export { ReplyBar } from '#web/message/replies/reply-bar.tsx';
export { SystemLine } from '#web/message/replies/system-line.tsx';
export { threadItem } from '#web/message/threads/thread-item.ts';
