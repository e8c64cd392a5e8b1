/** What the map, the review and their server say to each other: plain JSON, as schemas and the types made of them. */

export { COMPONENTS } from './components.ts';
export type { CommuneView, IssueView, ParcelView, RunView, SearchHit } from './map.ts';
export type { Problem } from './problem.ts';
export { Refusal, type RefusalCode, refusalText } from './refusal.ts';
export { BODIES, type DecideBody, PARAMS, QUERIES } from './request.ts';
export type { CaseDetail, CaseView, ReviewEvent, SessionView } from './review.ts';
