/** Facts that every dialog about a member needs: the person, the requests about the guild, and the way to tell of the act. */

import type { User } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { Deeds } from '#web/governance/deeds.ts';
import type { Target } from '#web/governance/members/powers.ts';
import type { GovernanceRequests } from '#web/governance/requests.ts';
import { attempt } from '#web/ui/form.tsx';
import type { HttpAnswer } from '#web/wire/http.ts';

export type MemberAct = {
  readonly client: Client;
  readonly user: User;
  readonly target: Target;
  /** Name of the person in this guild. */
  readonly name: string;
  readonly requests: GovernanceRequests;
  readonly deeds: Deeds;
  readonly close: () => void;
};

/** An act of a form. After a success the dialog closes, and a notice offers to take the act back. */
export const actOf = <A>(
  { client, deeds, close }: MemberAct,
  run: (key: string) => Promise<HttpAnswer<A>>,
  says: (answer: A) => string,
) => {
  let key = '';
  return attempt(
    () => {
      key = client.api.newKey();
      return run(key);
    },
    (answer) => {
      close();
      deeds.tell(says(answer), key);
    },
  );
};
