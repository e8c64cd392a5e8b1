/**
 * Named places at which the kill harness may end the process, as a power cut would. Without the variable
 * THUADAT_CRASH_AT (`<n>`: the n-th place that is passed; `<name>`: that place) this does nothing.
 */
import { writeSync } from 'node:fs';

const at = process.env.THUADAT_CRASH_AT;
let passed = 0;

export function crashPoint(name: string): void {
  if (at === undefined) return;
  if (at !== name && Number(at) !== ++passed) return;
  writeSync(2, `ended at: ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
}
