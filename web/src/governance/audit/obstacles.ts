/** Says why an undo cannot bring a thing back, in the language of the user. */

import type { UndoAnswer } from '#gateway/protocol/governance.ts';
import { permissionName } from '#web/governance/permission-groups.ts';
import { govern } from '#web/governance/words/govern-words.ts';

type Unrestored = UndoAnswer['cannot'][number];

const aboutOf = ({ code, about }: Unrestored): string => {
  if (about === null) return '';
  if (code === 'missing_permission') return permissionName(about);
  const names: { readonly [action: string]: string | undefined } = govern.audit.names;
  return names[about] ?? about;
};

export const obstacleText = (one: Unrestored): string => govern.audit.preview.why[one.code](aboutOf(one));
