/** The parts of replies. Together they are one file of the bundle. */

import '#web/message/replies/replies.css';

export { joinsInList } from '#web/message/replies/joins.ts';
export { QuotedLine } from '#web/message/replies/quoted-line.tsx';
export { ReplyBar } from '#web/message/replies/reply-bar.tsx';
export { SystemLine } from '#web/message/replies/system-line.tsx';
