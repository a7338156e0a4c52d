/** The parts of forums. Together they are one file of the bundle. */

import '#web/forum/forum.css';

export { ForumPane } from '#web/forum/forum-pane.tsx';
export { NewPostDialog } from '#web/forum/new-post-dialog.tsx';
export { PostTags } from '#web/forum/post-tags.tsx';
export { PostTagsDialog } from '#web/forum/post-tags-dialog.tsx';
