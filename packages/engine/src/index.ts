/** Plans a run: reads sources, resolves and assigns every record, checks every commune, and writes a run folder. */

export { EMPTY_CONFIG } from '@thuadat/core/config';
export { openRunFolder, type RunFolder } from '@thuadat/run/run-folder';
export { parseConfig, readConfigText } from './config/parse-config.ts';
export { type ConfigProblem, formatConfigProblem } from './config/problem.ts';
export { EMPTY_REGISTRY, type RegistryState, readRegistry } from './settle/registry.ts';
export { NO_REVIEW, type ReviewState } from './settle/reviewed.ts';
export type { Dispatch } from './work/dispatch.ts';
export { type Planned, type PlanRequest, planRun } from './work/plan.ts';
