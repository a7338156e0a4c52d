import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { GivenTag } from '#commands/commands.ts';
import type { ForumTag } from '#domain/channel/events.ts';
import type { TagsInvalid } from '#domain/channel/rejections.ts';
import { TagEmoji, TagName } from '#domain/channel/values.ts';
import type { TagId } from '#domain/kernel/ids.ts';
import { readText } from '#domain/kernel/text.ts';

const invalid = (why: string): TagsInvalid => ({ kind: 'TagsInvalid', why });
const readName = readText(TagName, invalid);
const readEmoji = readText(TagEmoji, invalid);

/** Reads the tags of a forum. `idOf` answers the id of a new tag by its place in the list. */
export const readTags = (
  given: ReadonlyArray<GivenTag>,
  idOf: (place: number) => TagId,
): Either<TagsInvalid, ReadonlyArray<ForumTag>> => {
  const tags: ForumTag[] = [];
  for (const [place, { tagId, name, emoji, moderated }] of given.entries()) {
    const named = readName(name);
    if (isLeft(named)) return named;
    const picture = emoji === null ? right(null) : readEmoji(emoji);
    if (isLeft(picture)) return picture;
    tags.push({ tagId: tagId ?? idOf(place), name: named.right, emoji: picture.right, moderated });
  }
  return right(tags);
};
