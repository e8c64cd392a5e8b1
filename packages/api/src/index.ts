/** What the map, the review and their server say to each other: plain JSON, and the schemas that hold it. */

export type { CommuneView, IssueView, ParcelView, Problem, RunView, SearchHit } from './map.ts';
export { Refusal, type RefusalCode, refusalText } from './refusal.ts';
export type { CaseDetail, CaseView, DecideBody, ReviewEvent, SessionView } from './review.ts';
export { COMPONENTS, PARAMS, QUERIES } from './schema.ts';
