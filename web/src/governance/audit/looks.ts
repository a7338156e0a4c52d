/** The icon and the tone of each audited action. An action of a newer server has the look of a plain change. */

import type { IconName } from '#web/ui/icon.tsx';

/** `good` gives or brings back, `bad` takes away, `plain` changes. */
type ActLook = { readonly icon: IconName; readonly tone: 'good' | 'bad' | 'plain' };

const look = (icon: IconName, tone: ActLook['tone'] = 'plain'): ActLook => ({ icon, tone });

const LOOKS: { readonly [action: string]: ActLook } = {
  'guild.created': look('plus', 'good'),
  'guild.renamed': look('pencil'),
  'guild.deleted': look('trash', 'bad'),
  'guild.owner-changed': look('shield'),
  'guild.lockdown-begun': look('lock', 'bad'),
  'guild.lockdown-ended': look('lock', 'good'),
  'guild.role-created': look('plus', 'good'),
  'guild.role-changed': look('sliders'),
  'guild.role-deleted': look('trash', 'bad'),
  'guild.role-restored': look('undo', 'good'),
  'guild.roles-ordered': look('sliders'),
  'guild.channels-ordered': look('sliders'),
  'guild.member-joined': look('invite', 'good'),
  'guild.member-left': look('door'),
  'guild.member-kicked': look('door', 'bad'),
  'guild.member-banned': look('close', 'bad'),
  'guild.member-unbanned': look('check', 'good'),
  'guild.member-reinstated': look('undo', 'good'),
  'guild.member-timed-out': look('clock', 'bad'),
  'guild.member-time-out-ended': look('clock', 'good'),
  'guild.member-role-given': look('person', 'good'),
  'guild.member-role-taken': look('person', 'bad'),
  'guild.member-nickname-changed': look('pencil'),
  'channel.created': look('hash', 'good'),
  'channel.renamed': look('pencil'),
  'channel.thread-begun': look('thread', 'good'),
  'channel.thread-archived': look('thread'),
  'channel.tags-set': look('pencil'),
  'channel.tag-requirement-set': look('pencil'),
  'channel.post-tagged': look('pencil'),
  'channel.topic-changed': look('pencil'),
  'channel.slow-mode-changed': look('clock'),
  'channel.moved': look('hash'),
  'channel.deleted': look('trash', 'bad'),
  'channel.restored': look('undo', 'good'),
  'channel.erased': look('trash', 'bad'),
  'channel.overwrite-set': look('shield'),
  'channel.overwrite-removed': look('shield'),
  'channel.overwrites-replaced': look('shield'),
  'channel.synced': look('link'),
  'invite.created': look('ticket', 'good'),
  'invite.accepted': look('ticket'),
  'invite.revoked': look('ticket', 'bad'),
  'channel.message-pinned': look('pin', 'good'),
  'channel.message-unpinned': look('pin'),
  'message.deleted': look('trash', 'bad'),
  'message.restored': look('undo', 'good'),
};

export const lookOf = (action: string): ActLook =>
  (Object.hasOwn(LOOKS, action) ? LOOKS[action] : undefined) ?? look('info');
