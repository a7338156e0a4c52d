/**
 * A small model of who sees which channel. It is written from the sentences about permissions, knows three
 * permissions only, and shares no code with the resolver, the gateway or the queries.
 */

export const RIGHTS = ['view_channel', 'send_messages', 'read_message_history'] as const;
export type Right = (typeof RIGHTS)[number];
export type Overwritten = { readonly allow: ReadonlyArray<Right>; readonly deny: ReadonlyArray<Right> };

export type ModelRole = { gives: ReadonlyArray<Right | 'administrator'>; deleted: boolean };
export type ModelChannel = {
  /** Overwrites by target: `everyone`, `role 1` or `user 2`. */
  overwrites: Map<string, Overwritten>;
  syncedWith: number | null;
  deleted: boolean;
};
export type ModelMember = { readonly roles: Set<number>; timedOut: boolean };

/** One guild: users are 1 to 4, of whom 1 made it. */
export class VisibilityModel {
  owner = 1;
  everyone: ReadonlyArray<Right> = RIGHTS;
  readonly roles = new Map<number, ModelRole>();
  readonly channels = new Map<number, ModelChannel>();
  readonly members = new Map<number, ModelMember>([[1, { roles: new Set(), timedOut: false }]]);
  readonly banned = new Set<number>();
  /** A time-out outlives a membership. */
  readonly timedOut = new Set<number>();

  may(user: number, channelNumber: number, right: Right): boolean {
    const channel = this.channels.get(channelNumber);
    const member = this.members.get(user);
    if (channel === undefined || channel.deleted || member === undefined) return false;
    if (user === this.owner) return true;
    const worn = [...member.roles].flatMap((n) => {
      const role = this.roles.get(n);
      return role === undefined || role.deleted ? [] : [[n, role] as const];
    });
    if (worn.some(([, role]) => role.gives.includes('administrator'))) return true;
    const rule = channel.syncedWith === null ? channel : this.channels.get(channel.syncedWith);
    const about = (target: string): Overwritten => rule?.overwrites.get(target) ?? { allow: [], deny: [] };
    const rightIn = (one: Right): boolean => {
      let has = this.everyone.includes(one) || worn.some(([, role]) => role.gives.includes(one));
      const forAll = about('everyone');
      if (forAll.deny.includes(one)) has = false;
      if (forAll.allow.includes(one)) has = true;
      if (worn.some(([n]) => about(`role ${n}`).deny.includes(one))) has = false;
      if (worn.some(([n]) => about(`role ${n}`).allow.includes(one))) has = true;
      const own = about(`user ${user}`);
      if (own.deny.includes(one)) has = false;
      if (own.allow.includes(one)) has = true;
      return has;
    };
    if (!rightIn('view_channel')) return false;
    if (right === 'view_channel') return true;
    return (right === 'read_message_history' || !this.timedOut.has(user)) && rightIn(right);
  }

  /** True when a member without roles has a right in a channel. */
  mayEveryone(channelNumber: number, right: Right): boolean {
    const channel = this.channels.get(channelNumber);
    const rule = channel?.syncedWith == null ? channel : this.channels.get(channel.syncedWith);
    const forAll = rule?.overwrites.get('everyone') ?? { allow: [], deny: [] };
    const has = (one: Right) =>
      forAll.allow.includes(one) || (this.everyone.includes(one) && !forAll.deny.includes(one));
    return has('view_channel') && has(right);
  }

  sees(user: number, channel: number): boolean {
    return this.may(user, channel, 'view_channel');
  }

  /** Channels that a user sees, by number. */
  seenBy(user: number): ReadonlyArray<number> {
    return [...this.channels.keys()].filter((channel) => this.sees(user, channel));
  }
}
