import { expect } from 'chai';
import { isRight, right } from 'fp-ts/lib/Either.js';
import { PERMISSIONS, PermissionName } from '#domain/permission/bits.ts';
import { EVERYONE_DEFAULT } from '#domain/permission/defaults.ts';

/** Stored events and clients know permissions by these names. A new one is appended. */
const NAMES = [
  'view_channel',
  'read_message_history',
  'send_messages',
  'embed_links',
  'attach_files',
  'add_reactions',
  'mention_everyone',
  'manage_messages',
  'manage_channels',
  'manage_roles',
  'manage_guild',
  'create_invite',
  'kick_members',
  'ban_members',
  'moderate_members',
  'view_audit_log',
  'change_nickname',
  'manage_nicknames',
  'connect',
  'speak',
  'video',
  'stream',
  'mute_members',
  'deafen_members',
  'move_members',
  'priority_speaker',
  'manage_webhooks',
  'create_threads',
  'send_messages_in_threads',
  'manage_threads',
  'pin_messages',
  'send_polls',
  'administrator',
];

describe('the names of permissions', () => {
  it('stay what they are, in this order', () => {
    expect(PERMISSIONS).to.deep.equal(NAMES);
  });
  it('are read, and no other text is', () => {
    for (const name of NAMES) expect(PermissionName.decode(name)).to.deep.equal(right(name));
    expect(PermissionName.encode('speak')).to.equal('speak');
    expect(PermissionName.name).to.equal('Permission');
    for (const value of ['', 'Speak', 'toString', 7, null, undefined, ['speak']]) {
      const decoded = PermissionName.decode(value);
      expect(isRight(decoded) ? [] : decoded.left.map(({ message }) => message)).to.deep.equal([
        'is not the name of a permission',
      ]);
    }
  });
});

describe('the permissions of everyone in a new guild', () => {
  it('let members talk, listen and invite, and change no thing of other members', () => {
    expect(EVERYONE_DEFAULT).to.deep.equal([
      'view_channel',
      'read_message_history',
      'send_messages',
      'embed_links',
      'attach_files',
      'add_reactions',
      'create_invite',
      'change_nickname',
      'connect',
      'speak',
      'video',
      'stream',
      'create_threads',
      'send_messages_in_threads',
      'send_polls',
    ]);
  });
});
