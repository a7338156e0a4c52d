/** The settings of a guild over the whole screen: the list of sections, and the open one. */

import '#web/governance/settings.css';
import { createEffect, createMemo, For, Match, Show, Switch, untrack } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Guild } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { AuditSection } from '#web/governance/audit/audit-section.tsx';
import { BansSection } from '#web/governance/bans-section.tsx';
import { ChannelsSection, type OpenChannel } from '#web/governance/channels/channels-section.tsx';
import { DangerSection } from '#web/governance/danger-section.tsx';
import { deedsIn } from '#web/governance/deeds.ts';
import { InvitesSection } from '#web/governance/invites-section.tsx';
import { MembersSection } from '#web/governance/members/members-section.tsx';
import { OverviewSection } from '#web/governance/overview-section.tsx';
import { governanceRequests } from '#web/governance/requests.ts';
import { RolesSection } from '#web/governance/roles/roles-section.tsx';
import { type Ruling, RulingContext } from '#web/governance/ruling.ts';
import { UnsavedContext, unsavedChanges } from '#web/governance/unsaved.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { type DialogRoute, SETTINGS_SECTIONS, type SettingsSection } from '#web/layers.ts';
import { may as mayIn, mayInGuild } from '#web/store/rights.ts';
import { isUnasked } from '#web/store/roster.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { rove } from '#web/ui/roving.ts';
import type { ShowToast } from '#web/ui/toasts.tsx';

type Group = { readonly name: keyof typeof govern.groups; readonly sections: ReadonlyArray<SettingsSection> };
const GROUPS: ReadonlyArray<Group> = [
  { name: 'community', sections: ['overview', 'roles', 'channels', 'danger'] },
  { name: 'people', sections: ['members', 'invites', 'bans'] },
  { name: 'records', sections: ['audit'] },
];
/** The permission that a section needs. A member without it does not see the section. */
const NEEDS: { readonly [S in SettingsSection]: Permission | null } = {
  overview: null,
  roles: 'manage_roles',
  members: null,
  channels: 'manage_channels',
  invites: 'manage_guild',
  bans: 'ban_members',
  audit: 'view_audit_log',
  danger: null,
};

/** Reads the members of the guild, whom most sections name or count. The screen behind reads those of the open guild only. */
const keepRosterFresh = (client: Client, guildId: GuildId): void => {
  const unasked = createMemo(() => isUnasked(client.state().rosters[guildId]));
  createEffect(() => {
    if (unasked()) untrack(() => void client.loadMembers(guildId));
  });
};

export const SettingsDialog = (props: {
  readonly client: Client;
  readonly guild: Guild;
  readonly section: SettingsSection;
  /** The channel whose settings are open in the section of the channels. */
  readonly channel: OpenChannel | null;
  readonly show: (dialog: DialogRoute) => void;
  readonly toast: ShowToast;
  readonly close: () => void;
}) => {
  const { client } = props;
  const { guild_id: guildId } = props.guild;
  const unsaved = unsavedChanges();
  const may = (permission: Permission): boolean => mayInGuild(client.state(), guildId, permission);
  /** True when an overwrite lets this user govern the open channel, even if no role does. */
  const governsChannel = (): boolean => {
    const channel = props.channel?.channel ?? null;
    return mayIn(channel, 'manage_channels') || mayIn(channel, 'manage_roles');
  };
  const seen = (section: SettingsSection): boolean => {
    const needed = NEEDS[section];
    return needed === null || may(needed) || (section === 'channels' && governsChannel());
  };
  const section = (): SettingsSection => (seen(props.section) ? props.section : 'overview');
  const open = (to: SettingsSection): void =>
    unsaved.guard(() => props.show({ kind: 'guild-settings', guildId, section: to }));
  keepRosterFresh(client, guildId);
  const requests = governanceRequests(client.api, guildId);
  const ruling: Ruling = {
    client,
    guild: () => props.guild,
    requests,
    deeds: deedsIn({ client, requests, toast: props.toast }),
    may,
    toast: props.toast,
    show: props.show,
    open,
  };
  return (
    <Dialog title={govern.title(props.guild.name)} size="full" close={() => unsaved.guard(props.close)}>
      <RulingContext.Provider value={ruling}>
        <UnsavedContext.Provider value={unsaved}>
          <div class="settings">
            <nav class="settings-nav" aria-label={govern.title(props.guild.name)} onKeyDown={(e) => rove(e, 'button')}>
              <select
                class="settings-pick"
                aria-label={govern.section}
                onChange={(event) => {
                  const to = SETTINGS_SECTIONS.find((one) => one === event.currentTarget.value);
                  if (to !== undefined) open(to);
                  // Unsaved changes keep the section, and the list goes on saying its name.
                  event.currentTarget.value = section();
                }}
              >
                <For each={GROUPS.flatMap(({ sections }) => sections).filter(seen)}>
                  {(one) => (
                    <option value={one} selected={one === section()}>
                      {govern.sections[one]}
                    </option>
                  )}
                </For>
              </select>
              <For each={GROUPS}>
                {(group) => (
                  <Show when={group.sections.some(seen)}>
                    <section>
                      <h3>{govern.groups[group.name]}</h3>
                      <For each={group.sections.filter(seen)}>
                        {(one) => (
                          <button
                            type="button"
                            autofocus={one === section()}
                            aria-current={one === section() ? 'page' : undefined}
                            tabindex={one === section() ? 0 : -1}
                            onClick={() => open(one)}
                          >
                            {govern.sections[one]}
                          </button>
                        )}
                      </For>
                    </section>
                  </Show>
                )}
              </For>
            </nav>
            <section class="settings-section" aria-label={govern.sections[section()]} data-section={section()}>
              <Switch>
                <Match when={section() === 'overview'}>
                  <OverviewSection />
                </Match>
                <Match when={section() === 'roles'}>
                  <RolesSection />
                </Match>
                <Match when={section() === 'members'}>
                  <MembersSection />
                </Match>
                <Match when={section() === 'channels'}>
                  <ChannelsSection open={props.channel} />
                </Match>
                <Match when={section() === 'invites'}>
                  <InvitesSection />
                </Match>
                <Match when={section() === 'bans'}>
                  <BansSection />
                </Match>
                <Match when={section() === 'audit'}>
                  <AuditSection />
                </Match>
                <Match when={section() === 'danger'}>
                  <DangerSection />
                </Match>
              </Switch>
            </section>
          </div>
        </UnsavedContext.Provider>
      </RulingContext.Provider>
    </Dialog>
  );
};
