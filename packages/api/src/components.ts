/** What routes give, by the name it has in the OpenAPI document. */
import { boundaries, communeView, issueGroup, issuePage, parcelView, runView, searchHit } from './map.ts';
import { list, type Schema } from './parts.ts';
import { problem } from './problem.ts';
import {
  accountView,
  bulkPreview,
  caseDetail,
  casePage,
  caseView,
  changed,
  recordView,
  sessionView,
  unitProgress,
} from './review.ts';

export const COMPONENTS = {
  Runs: list(runView),
  Communes: list(communeView),
  Parcel: parcelView,
  IssueGroups: list(issueGroup),
  Issues: issuePage,
  Hits: list(searchHit),
  Boundaries: boundaries,
  Problem: problem,
  Session: sessionView,
  Accounts: list(accountView),
  CaseLine: caseView,
  Cases: casePage,
  Case: caseDetail,
  Changed: changed,
  BulkPreview: bulkPreview,
  Record: recordView,
  Progress: list(unitProgress),
} satisfies Record<string, Schema>;

export type ComponentName = keyof typeof COMPONENTS;
