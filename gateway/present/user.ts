import { isErased } from '#domain/kernel/erasable.ts';
import type { User } from '#gateway/protocol/resources.ts';
import type { UserView } from '#queries/queries.ts';

export const presentUser = (view: UserView): User => ({
  user_id: view.userId,
  username: isErased(view.username) ? null : view.username,
  imported: view.imported,
});
