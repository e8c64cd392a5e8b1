/** Who may do what in the review. Roles stand in order: each may do what the ones before it may. */

export const ROLES = ['viewer', 'reviewer', 'approver', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** What a request asks for. Everything is looked up here, by the server and by the screen alike. */
export const PERMISSIONS = {
  /** See runs, maps, parcels, cases and decisions of one's communes. */
  see: 'viewer',
  /** Lease, decide, comment, undo one's own. */
  decide: 'reviewer',
  /** Give the second pair of eyes, undo what another decided. */
  approve: 'approver',
  /** Make accounts and say which communes are whose. */
  administer: 'administrator',
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof PERMISSIONS;

/** A person at work. `units` null = every commune; else commune codes, and `.unresolved` when granted. */
export type Actor = {
  readonly id: number;
  readonly name: string;
  readonly display: string;
  readonly role: Role;
  readonly units: readonly string[] | null;
};

export const may = (actor: Pick<Actor, 'role'>, permission: Permission): boolean =>
  ROLES.indexOf(actor.role) >= ROLES.indexOf(PERMISSIONS[permission]);

export const seesUnit = (actor: Pick<Actor, 'units'>, unit: string): boolean =>
  actor.units === null || actor.units.includes(unit);

/** Letters, digits, dot, dash and underscore, in lower case: what an account is signed in with. */
export const ACCOUNT_NAME = /^[a-z0-9][a-z0-9._-]{1,39}$/;
/** Below this a password is guessed; there is no other rule, as NIST SP 800-63B advises. */
export const PASSWORD_LENGTH = 12;
