import type { AssignedParcel } from '@thuadat/core/assign/assign-parcel';
import { EMPTY_CONFIG } from '@thuadat/core/config';
import { EXACT_METHOD } from '@thuadat/core/identifier/method';
import { type IssueCode, issue, issueMessage } from '@thuadat/core/issue/index';
import type { CommuneUnit } from '@thuadat/core/run';
import type { IdState } from '@thuadat/core/stages';
import { describe, expect, it } from 'vitest';
import { methodIssues, methodsBefore } from './method.ts';

const unit = { unit: '02647' as CommuneUnit, name: 'Phường Lào Cai' };
const NOWHERE = { source: '', layer: '', record: 0 };

function entries(
  state: IdState,
  n: number,
  ...codes: IssueCode[]
): Pick<AssignedParcel, 'status' | 'id' | 'issues'>[] {
  const issues = codes.map((code) => issue(code, '', NOWHERE, '', ''));
  const id = { parcelId: null, state, lon: null, lat: null };
  return Array.from({ length: n }, () => ({ status: 'assigned', id, issues }));
}
const codesOf = (before: readonly string[], ...all: ReturnType<typeof entries>[]) =>
  methodIssues({ method: EXACT_METHOD, methodsBefore: before }, unit, all.flat()).map(({ code }) => code);

describe('methods of a unit', () => {
  it('block where the province has codes of another, and both are named', () => {
    const context = { method: EXACT_METHOD, methodsBefore: ['thuadat-2 polylabel 1 m raw'] };
    const [mixed] = methodIssues(context, unit, entries('minted', 1));
    expect(mixed).toMatchObject({ code: 'identifier.method-mixed', severity: 'blocking' });
    expect(issueMessage(mixed!, 'en')).toBe(
      'Phường Lào Cai (02647): new identifiers are made by thuadat-2, but the province has some made by thuadat-2 polylabel 1 m raw',
    );
  });

  it('are of no matter to a unit that issues nothing new', () => {
    expect(codesOf(['thuadat-1'], entries('registry', 5), entries('pending', 2))).toEqual([]);
    expect(codesOf([], entries('carried', 5, 'identifier.carried-differs'))).toEqual([]);
    expect(codesOf([], entries('minted', 5))).toEqual([]);
  });

  it('warn where more carried codes differ than corrected boundaries explain', () => {
    const minted = entries('minted', 3);
    const differ = (n: number) => entries('carried', n, 'identifier.carried-differs');
    expect(codesOf([], minted, entries('carried', 90), differ(10))).toEqual([]);
    expect(codesOf([], minted, entries('carried', 89), differ(11))).toEqual(['identifier.method-carried']);
  });

  it('leave the one in force out of those before', () => {
    const methods = ['thuadat-1', 'thuadat-2', 'thuadat-2 centroid'];
    expect(methodsBefore(EMPTY_CONFIG, { methods })).toEqual(['thuadat-1', 'thuadat-2 centroid']);
  });
});
