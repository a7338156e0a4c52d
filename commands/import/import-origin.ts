import type { Origin } from '#commands/machine/origin.ts';
import type { CommandId, ImportId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { CROCKFORD } from '#domain/kernel/ulid.ts';

/** An import is one attempt. The ids of its things follow from the id of the import. */
export const importCommandId = (id: ImportId): CommandId => id as string as CommandId;

export const importActor = (id: ImportId): string => `import:${id}`;

export const importOrigin = (id: ImportId): Origin => ({
  actor: importActor(id),
  command: importCommandId(id),
  correlation: id,
});

const TIME_CHARACTERS = 10;
const REST = '0'.repeat(16);

/** Makes the command id of a moment. Ids derived from it sort by the time of the message, not of the import. */
export const commandIdAt = (at: Instant): CommandId => {
  let left = millisOf(at);
  let time = '';
  for (let place = 0; place < TIME_CHARACTERS; place += 1) {
    time = `${CROCKFORD[left % 32] ?? '0'}${time}`;
    left = Math.floor(left / 32);
  }
  return `${time}${REST}` as CommandId;
};
