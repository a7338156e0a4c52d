/** The profile of a user in a popover beside a name or an avatar. */

import type { ComponentProps } from 'solid-js';
import { Profile } from '#web/guild/profile.tsx';
import { Popover } from '#web/ui/popover.tsx';
import { later } from '#web/words/later/later-words.ts';

type PopoverProps = ComponentProps<typeof Popover>;

export const ProfilePopover = (props: ComponentProps<typeof Profile> & Pick<PopoverProps, 'anchor' | 'returnTo'>) => (
  <Popover
    anchor={props.anchor}
    returnTo={props.returnTo}
    side="after"
    align="start"
    class="popover"
    label={later.profile.title(props.name)}
    close={props.close}
  >
    <Profile {...props} />
  </Popover>
);
