/** The acts on members, messages and a whole guild. Together they are one file of the bundle (`governing.ts`). */

export { DeleteGuildDialog } from '#web/governance/delete-guild-dialog.tsx';
export { memberActs } from '#web/governance/members/member-acts.ts';
export { MemberDialog } from '#web/governance/members/member-dialog.tsx';
export { DeleteForAReasonDialog } from '#web/governance/messages/delete-for-a-reason.tsx';
export { tellOfRemoval } from '#web/governance/messages/removal.ts';
export { SelectionBar } from '#web/governance/messages/selection-bar.tsx';
