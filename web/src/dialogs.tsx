/** The open dialog as a value, and its component. At most one dialog is open at a time. */

import { Match, Switch } from 'solid-js';
import type { Channel, Guild, User } from '#gateway/protocol/resources.ts';
import { AppearanceDialog } from '#web/account/appearance-dialog.tsx';
import { SessionsDialog } from '#web/account/sessions-dialog.tsx';
import { CreateChannelDialog, DeleteChannelDialog, RenameChannelDialog } from '#web/channel/channel-dialogs.tsx';
import { QuickSwitcher } from '#web/channel/quick-switcher.tsx';
import type { Client } from '#web/client/client.ts';
import {
  CreateGuildDialog,
  DeleteGuildDialog,
  KickDialog,
  LeaveGuildDialog,
  RenameGuildDialog,
} from '#web/guild/guild-dialogs.tsx';
import { InviteDialog, UseInviteDialog } from '#web/guild/invite-dialogs.tsx';
import type { Router } from '#web/routes.ts';
import { ShortcutsDialog } from '#web/ui/shortcuts-dialog.tsx';
import type { ChosenTheme } from '#web/ui/theme.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

export type OpenDialog =
  | { readonly kind: 'create-guild' }
  | { readonly kind: 'use-invite' }
  | { readonly kind: 'rename-guild'; readonly guild: Guild }
  | { readonly kind: 'leave-guild'; readonly guild: Guild }
  | { readonly kind: 'delete-guild'; readonly guild: Guild }
  | { readonly kind: 'invite'; readonly guild: Guild }
  | { readonly kind: 'kick'; readonly guild: Guild; readonly user: User }
  | { readonly kind: 'create-channel'; readonly guild: Guild; readonly channelKind: 'text' | 'voice' }
  | { readonly kind: 'rename-channel'; readonly channel: Channel }
  | { readonly kind: 'delete-channel'; readonly channel: Channel }
  | { readonly kind: 'appearance' }
  | { readonly kind: 'sessions' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'switcher' };

export const Dialogs = (props: {
  readonly open: OpenDialog | null;
  readonly close: () => void;
  readonly client: Client;
  readonly router: Router;
  readonly where: Whereabouts;
  readonly theme: ChosenTheme;
}) => {
  const opened = <K extends OpenDialog['kind']>(kind: K): Extract<OpenDialog, { kind: K }> | undefined =>
    props.open?.kind === kind ? (props.open as Extract<OpenDialog, { kind: K }>) : undefined;
  const { client, where } = props;
  const close = () => props.close();
  return (
    <Switch>
      <Match when={opened('create-guild')}>
        <CreateGuildDialog client={client} close={close} made={where.goToGuild} />
      </Match>
      <Match when={opened('use-invite')}>
        <UseInviteDialog close={close} use={(code) => props.router.go({ kind: 'invite', code })} />
      </Match>
      <Match when={opened('rename-guild')}>
        {(it) => <RenameGuildDialog client={client} guild={it().guild} close={close} />}
      </Match>
      <Match when={opened('leave-guild')}>
        {(it) => <LeaveGuildDialog client={client} guild={it().guild} close={close} />}
      </Match>
      <Match when={opened('delete-guild')}>
        {(it) => <DeleteGuildDialog client={client} guild={it().guild} close={close} />}
      </Match>
      <Match when={opened('invite')}>{(it) => <InviteDialog client={client} guild={it().guild} close={close} />}</Match>
      <Match when={opened('kick')}>
        {(it) => <KickDialog client={client} guild={it().guild} user={it().user} close={close} />}
      </Match>
      <Match when={opened('create-channel')}>
        {(it) => (
          <CreateChannelDialog
            client={client}
            guild={it().guild}
            kind={it().channelKind}
            close={close}
            made={where.goTo}
          />
        )}
      </Match>
      <Match when={opened('rename-channel')}>
        {(it) => <RenameChannelDialog client={client} channel={it().channel} close={close} />}
      </Match>
      <Match when={opened('delete-channel')}>
        {(it) => <DeleteChannelDialog client={client} channel={it().channel} close={close} />}
      </Match>
      <Match when={opened('appearance')}>
        <AppearanceDialog theme={props.theme} close={close} />
      </Match>
      <Match when={opened('sessions')}>
        <SessionsDialog client={client} close={close} />
      </Match>
      <Match when={opened('shortcuts')}>
        <ShortcutsDialog close={close} />
      </Match>
      <Match when={opened('switcher')}>
        <QuickSwitcher destinations={where.destinations()} go={(to) => where.goTo(to.channel)} close={close} />
      </Match>
    </Switch>
  );
};
