/** The invite of a link: the guild, its size and the member who made the invite. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createMemo, createResource, Show } from 'solid-js';
import type { InvitePreview } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { Trouble } from '#web/store/state.ts';
import { words } from '#web/words/words.ts';

/** The answer about an invite. `dead`: the user cannot join with it. `unknown`: the server did not answer. */
export type InvitationAnswer =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'dead'; readonly why: Trouble }
  | { readonly kind: 'unknown'; readonly why: Trouble }
  | { readonly kind: 'open'; readonly preview: InvitePreview };

/** Codes of the refusals that no later try of the same user can change. */
const DEAD: ReadonlySet<string> = new Set(['invite_unknown', 'invite_before_kick', 'banned', 'not_found']);

/** Asks the server about the invite of a link, and about the next one when the link changes. */
export const askInvitation = (preview: Client['api']['previewInvite'], code: () => string | null) => {
  const [answer, { refetch }] = createResource(code, async (asked): Promise<InvitationAnswer> => {
    const seen = await preview(asked);
    if (!isLeft(seen)) return { kind: 'open', preview: seen.right };
    return { kind: DEAD.has(seen.left.code) ? 'dead' : 'unknown', why: seen.left };
  });
  const now = (): InvitationAnswer => (answer.loading ? undefined : answer()) ?? { kind: 'waiting' };
  return {
    answer: now,
    /** The preview stays while a guild in a lockdown is asked about again, and so does the focus. */
    preview: createMemo((before: InvitePreview | undefined) => {
      const known = now();
      if (known.kind === 'open') return known.preview;
      return known.kind === 'waiting' && before?.lockdown === true ? before : undefined;
    }),
    again: () => void refetch(),
  };
};

export const InvitationCard = (props: { readonly preview: InvitePreview }) => (
  <div class="invitation">
    <strong>{props.preview.guild_name}</strong>
    <span>{words.invitation.members(props.preview.member_count)}</span>
    <span>{words.invitation.by(props.preview.inviter.username ?? words.erasedPerson)}</span>
    <Show when={props.preview.lockdown}>
      <span role="note">{words.invitation.lockdown}</span>
    </Show>
  </div>
);
