/** The part of the client that helps to write. It is one file of the bundle, and the first keystroke loads it. */

export { EditBox } from '#web/message/edit-box.tsx';
export { ComposerWriting } from '#web/message/writing/composer-writing.tsx';
export { PendingRow } from '#web/message/writing/pending-row.tsx';
export { PostWriting } from '#web/message/writing/post-writing.tsx';
