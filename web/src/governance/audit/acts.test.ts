import { expect } from 'chai';
import type { AuditEntry } from '#gateway/protocol/governance.ts';
import { auditTrail } from '#projections/audit-trail/projector.ts';
import { actsOf, isDeletedByUndo, isUniform, movedItems } from '#web/governance/audit/acts.ts';
import { lookOf } from '#web/governance/audit/looks.ts';
import { audit as german } from '#web/governance/words/de-audit.ts';
import { audit as english } from '#web/governance/words/en-audit.ts';

const entry = (n: number, act: string, action: string): AuditEntry => ({
  entry_id: `entry-${n}`,
  at: '2026-11-23T03:00:00.000Z' as AuditEntry['at'],
  actor: 'user:ann',
  actor_name: 'ann',
  action,
  target: 'user:bob',
  target_name: 'bob',
  channel_id: null,
  reason: null,
  changes: [],
  act_id: act,
  undoes: null,
  undone_by: null,
  undoable: true,
});

describe('the acts of the audit log', () => {
  it('are told to delete things by their undo when they made them or brought them back', () => {
    const deletes = (...actions: ReadonlyArray<string>): boolean =>
      actsOf(actions.map((action, at) => entry(at, 'a', action))).every(isDeletedByUndo);
    for (const action of ['channel.restored', 'guild.role-restored', 'message.restored'])
      expect(deletes(action), action).to.equal(true);
    expect(deletes('guild.roles-ordered', 'guild.role-created')).to.equal(true);
    for (const action of ['channel.deleted', 'guild.role-deleted', 'message.deleted', 'guild.member-banned'])
      expect(deletes(action), action).to.equal(false);
    expect(deletes('guild.roles-ordered', 'guild.role-deleted')).to.equal(false);
  });

  it('hold every entry once, also when other acts stand between', () => {
    const entries = [
      entry(5, 'b', 'guild.renamed'),
      entry(4, 'a', 'message.deleted'),
      entry(3, 'c', 'guild.renamed'),
      entry(2, 'a', 'message.deleted'),
      entry(1, 'a', 'guild.member-banned'),
    ];
    const acts = actsOf(entries);
    expect(acts.map(({ id }) => id)).to.deep.equal(['b', 'a', 'c']);
    expect(acts.flatMap((act) => act.entries)).to.have.members(entries);
    expect(acts[1]?.main.action).to.equal('guild.member-banned');
    expect(acts.map(isUniform)).to.deep.equal([true, false, true]);
  });

  it('have a sentence, a name and a look for every action of the log, in both languages', () => {
    const actions = [...auditTrail.consumes];
    expect(Object.keys(english.says)).to.have.members(actions);
    expect(Object.keys(english.names)).to.have.members(actions);
    for (const action of actions as ReadonlyArray<keyof typeof english.says>) {
      const parts = ['7000', '7001', '7002'] as const;
      const [en, de] = [english.says[action](...parts), german.says[action](...parts)];
      expect(de, action).not.to.equal(en);
      for (const part of parts) expect(de.includes(part), `${action}: ${part}`).to.equal(en.includes(part));
      expect(lookOf(action).icon, action).not.to.equal('info');
    }
  });

  it('name the items of an order that were moved, and no others', () => {
    expect(movedItems(['a', 'b', 'c', 'd'], ['d', 'a', 'b', 'c'])).to.deep.equal(['d']);
    expect(movedItems(['a', 'b', 'c'], ['a', 'b', 'c'])).to.deep.equal([]);
    expect(movedItems(['a', 'b'], ['new', 'b', 'a'])).to.have.length(1);
    expect(movedItems([], ['a'])).to.deep.equal([]);
  });
});
