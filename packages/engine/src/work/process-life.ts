/** Whether a process lives, and what it and those it started hold in memory: asked of /proc where there is one. */
import { existsSync, readFileSync } from 'node:fs';

/** Milliseconds without a sign of life after which another machine's process counts as dead. */
export const SILENCE = 60_000;

export function isRunning(pid: number): boolean {
  if (existsSync('/proc/self/stat')) return markOf(pid) !== null;
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When the process began, in ticks since the system did; null when it has ended, even if nobody took note of that. */
export function markOf(pid: number): string | null {
  try {
    // After the name in parentheses: state, then the fields from the fourth on; the 22nd is the start.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Resident bytes of this process and all below it; of this process alone where the system does not list them. */
export function memoryOfTree(): number {
  let sum = 0;
  const waiting = [process.pid];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      sum += Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
      for (const child of children.split(' ')) if (child !== '') waiting.push(Number(child));
    } catch {
      // It has ended, or this system has no such files.
    }
  }
  return sum || process.memoryUsage.rss();
}
