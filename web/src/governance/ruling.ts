/** Gives every section of the settings the guild, the requests about it and the permissions of the user. */

import { createContext, useContext } from 'solid-js';
import type { Permission } from '#domain/permission/bits.ts';
import type { Guild } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { Deeds } from '#web/governance/deeds.ts';
import type { GovernanceRequests } from '#web/governance/requests.ts';
import type { DialogRoute, SettingsSection } from '#web/layers.ts';
import type { ShowToast } from '#web/ui/toasts.tsx';

export type Ruling = {
  readonly client: Client;
  readonly guild: () => Guild;
  readonly requests: GovernanceRequests;
  readonly deeds: Deeds;
  readonly may: (permission: Permission) => boolean;
  readonly toast: ShowToast;
  readonly show: (dialog: DialogRoute) => void;
  /** Goes to another section, unless changes would be lost. */
  readonly open: (section: SettingsSection) => void;
};

export const RulingContext = createContext<Ruling>();

export const useRuling = (): Ruling => {
  const ruling = useContext(RulingContext);
  if (ruling === undefined) throw new Error('a section of settings stands outside of the settings');
  return ruling;
};
